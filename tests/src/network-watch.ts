/** Writes down what this process sends and hears over HTTP: tests, phones and the server alike use `fetch`. */

export interface NetworkWatch {
  readonly addresses: readonly string[];
  /** Bodies of all answers of 400 and above. */
  readonly problems: readonly string[];
  /** Bearer tokens and proofs, as sent. */
  readonly credentials: ReadonlySet<string>;
  /** Past the watch, for what a test must send that no program would. */
  readonly unwatched: typeof fetch;
  stop(): void;
}

export const watchNetwork = (): NetworkWatch => {
  const real = globalThis.fetch;
  const addresses: string[] = [];
  const problems: string[] = [];
  const credentials = new Set<string>();
  globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    addresses.push(request.url);
    const token = request.headers.get("authorization")?.replace(/^(Bearer|Basic) /, "");
    for (const credential of [token, request.headers.get("dpop")]) {
      if (credential != null && credential.length > 12) credentials.add(credential);
    }
    const response = await real(request);
    if (response.status >= 400) problems.push(await response.clone().text());
    return response;
  };
  return {
    addresses,
    problems,
    credentials,
    unwatched: real,
    stop: () => {
      globalThis.fetch = real;
    },
  };
};
