/** The code flow with PKCE as a program drives it (apps/sandbox/README.md, "Signing in without a browser"). */
import { createHash, randomBytes } from "node:crypto";
import { openBrowser, type TestBrowser } from "./browser-for-tests.ts";
import { TokenAnswer } from "./sandbox-for-tests.ts";

export const terminalRedirect = "http://127.0.0.1:41234/callback";

export interface SignInRequest {
  readonly clientId?: string;
  readonly redirectUri?: string;
  readonly scope?: string;
  readonly more?: Readonly<Record<string, string>>;
}

export interface StartedSignIn {
  readonly browser: TestBrowser;
  readonly verifier: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly response: Response;
}

export async function startSignIn(
  url: string,
  request: SignInRequest = {},
  browser: TestBrowser = openBrowser(url),
): Promise<StartedSignIn> {
  const { clientId = "ramznama-terminal", redirectUri = terminalRedirect } = request;
  const verifier = randomBytes(32).toString("base64url");
  const query = new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: "code",
    scope: request.scope ?? "openid profile staff",
    state: "state-1",
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    ...request.more,
  });
  for (const [name, value] of [...query]) if (value === "") query.delete(name);
  const response = await browser.get(`${url}/oidc/auth?${query.toString()}`);
  return { browser, verifier, clientId, redirectUri, response };
}

/** Where the sign-in form posts to. */
export function formAddress({ response }: StartedSignIn): string {
  return response.headers.get("location") ?? "";
}

export async function finishSignIn(
  started: StartedSignIn,
  userName: string,
  password = `sandbox-${userName}`,
): Promise<URL> {
  const { browser, redirectUri } = started;
  const posted = await browser.post(formAddress(started), { userName, password });
  const end = await browser.follow(posted, redirectUri);
  if (end instanceof URL) return end;
  throw new Error(`the sign-in ended on a page with status ${end.status}: ${await end.text()}`);
}

/** `secret`: of a client that has one. */
export function redeemCode(
  url: string,
  { clientId, redirectUri, verifier }: StartedSignIn,
  code: string,
  secret?: string,
): Promise<Response> {
  const grant = { grant_type: "authorization_code", code, redirect_uri: redirectUri };
  const body = new URLSearchParams({ ...grant, code_verifier: verifier });
  if (secret === undefined) body.set("client_id", clientId);
  const basic = Buffer.from(`${clientId}:${secret ?? ""}`).toString("base64");
  const headers = secret === undefined ? {} : { authorization: `Basic ${basic}` };
  return fetch(`${url}/oidc/token`, { method: "POST", headers, body });
}

/** The tokens of one person, from nothing to the end. */
export async function signIn(
  url: string,
  userName: string,
  {
    password,
    secret,
    ...request
  }: SignInRequest & { readonly password?: string; readonly secret?: string } = {},
) {
  const started = await startSignIn(url, request);
  const back = await finishSignIn(started, userName, password);
  const answer = await redeemCode(url, started, back.searchParams.get("code") ?? "", secret);
  return TokenAnswer.required({ scope: true, id_token: true }).parse(await answer.json());
}
