/** People of the bank as they sign in: code flow with PKCE at the real provider, by plain fetch (apps/sandbox/README.md). */
import { createHash, randomBytes } from "node:crypto";
import type { TestBank } from "./test-bank.ts";

export type StaffUser = "teller" | "teller2" | "supervisor" | "officer" | "auditor";

export interface SignedIn {
  readonly accessToken: string;
  readonly idToken: string;
}

const clientId = "ramznama-terminal";
/** Nothing listens there: the code is read from the redirect itself. */
const redirectUri = "http://127.0.0.1:1/callback";

/** `userName`: staff, or a customer's gateway login; the sandbox's passwords are `sandbox-` and the name. */
export const signIn = async (
  bank: Pick<TestBank, "sandboxUrl">,
  userName: string,
): Promise<SignedIn> => {
  const verifier = randomBytes(32).toString("base64url");
  const follow = openBrowser(bank.sandboxUrl);
  const query = new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: "code",
    scope: "openid profile staff",
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  });
  const form = await follow(`/oidc/auth?${query.toString()}`);
  const onward = await follow(form, { userName, password: `sandbox-${userName}` });
  const code = new URL(await follow(onward)).searchParams.get("code") ?? "";
  return redeem(bank, code, verifier);
};

export const signInStaff = async (
  bank: Pick<TestBank, "sandboxUrl">,
  user: StaffUser,
): Promise<string> => (await signIn(bank, user)).accessToken;

type Follow = (address: string, form?: Record<string, string>) => Promise<string>;

/** Keeps cookies and gives each answer's redirect back. */
const openBrowser = (origin: string): Follow => {
  const cookies = new Map<string, string>();
  return async (address, form) => {
    const response = await fetch(new URL(address, origin), {
      ...(form === undefined ? {} : { method: "POST", body: new URLSearchParams(form) }),
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
      redirect: "manual",
    });
    for (const line of response.headers.getSetCookie()) {
      const [name = "", value = ""] = (line.split(";")[0] ?? "").split("=", 2);
      cookies.set(name, value);
    }
    const location = response.headers.get("location");
    if (location === null) throw new Error(`the sign-in stopped with ${response.status}`);
    return location;
  };
};

const redeem = async (
  { sandboxUrl }: Pick<TestBank, "sandboxUrl">,
  code: string,
  verifier: string,
): Promise<SignedIn> => {
  const response = await fetch(`${sandboxUrl}/oidc/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "authorization_code",
      code,
      redirect_uri: redirectUri,
      client_id: clientId,
      code_verifier: verifier,
    }),
  });
  if (!response.ok) throw new Error(`the provider answered ${response.status}`);
  const tokens = (await response.json()) as { access_token: string; id_token: string };
  return { accessToken: tokens.access_token, idToken: tokens.id_token };
};
