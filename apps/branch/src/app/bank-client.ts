/** The doors of the server, same-origin, under the session's cookie that no script sees. */
import {
  callRoute,
  problemSchema,
  type ProblemCode,
  type Route,
  type RouteInput,
  type RouteOutput,
} from "@ramznama/contract";

export interface Failure {
  /** `unreachable`: nothing answered; `foreign`: something that is not our server. */
  readonly code: ProblemCode | "unreachable" | "foreign";
  /** Finds the request in the logs; empty where nothing of ours answered. */
  readonly reference: string;
}

export type Answer<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly failure: Failure };

export interface BankClient {
  /** The whole answer of a door that gives a file. */
  fetchFile(path: string): Promise<Answer<Blob>>;
  /** Where the browser goes when the session here has ended; undefined when that could not be told. */
  signOut(): Promise<string | undefined>;
  call<R extends Route>(route: R, input: RouteInput<R>): Promise<Answer<RouteOutput<R>>>;
}

export type SignedOutCode = "unauthenticated" | "session_ended" | "token_expired";

const signedOutCodes: readonly string[] = ["unauthenticated", "session_ended", "token_expired"];
const patienceMilliseconds = 30_000;

/** `onSignedOut`: whatever was asked, nobody is signed in any more. */
export function createBankClient(onSignedOut: (code: SignedOutCode) => void): BankClient {
  const watched = <Value>(answer: Answer<Value>): Answer<Value> => {
    if (!answer.ok && isSignedOut(answer.failure.code)) onSignedOut(answer.failure.code);
    return answer;
  };
  return {
    call: async (route, input) => watched(await ask(route, input)),
    fetchFile: async (path) => watched(await askForFile(path)),
    signOut: async () => {
      const response = await fetch("/sign-out", { method: "POST", ...ownPage }).catch(() => null);
      if (response?.ok !== true) return undefined;
      const { next } = (await response.json()) as { readonly next: string };
      return next;
    },
  };
}

/** A page of ours, and not a form of somebody else's: other sites cannot set this header. */
const ownHeaders = { "x-ramznama-page": "1" };
const ownPage = { headers: ownHeaders, cache: "no-store", credentials: "same-origin" } as const;

async function askForFile(path: string): Promise<Answer<Blob>> {
  try {
    const response = await fetch(path, ownPage);
    if (response.ok) return { ok: true, value: await response.blob() };
    const problem = problemSchema.safeParse(await response.json().catch(() => undefined));
    if (!problem.success) return { ok: false, failure: { code: "foreign", reference: "" } };
    const { code, reference } = problem.data;
    return { ok: false, failure: { code, reference } };
  } catch {
    return { ok: false, failure: { code: "unreachable", reference: "" } };
  }
}

const isSignedOut = (code: string): code is SignedOutCode => signedOutCodes.includes(code);

async function ask<R extends Route>(
  route: R,
  input: RouteInput<R>,
): Promise<Answer<RouteOutput<R>>> {
  const heard = { isAnswered: false };
  const send = async (address: string, options: SendOptions) => {
    const response = await fetch(address, {
      ...options,
      ...ownPage,
      headers: { ...options.headers, ...ownHeaders },
      redirect: "error",
      signal: AbortSignal.timeout(patienceMilliseconds),
    });
    const text = await response.text();
    heard.isAnswered = true;
    return { status: response.status, text: () => Promise.resolve(text) };
  };
  try {
    const answer = await callRoute({ send, address: "" }, route, input);
    if (answer.ok) return answer;
    const { code, reference } = answer.problem;
    return { ok: false, failure: { code, reference } };
  } catch {
    return {
      ok: false,
      failure: { code: heard.isAnswered ? "foreign" : "unreachable", reference: "" },
    };
  }
}

interface SendOptions {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
}
