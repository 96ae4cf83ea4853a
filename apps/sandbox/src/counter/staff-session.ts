/** How a teller signs in at the counter: code flow with PKCE (RFC 7636) at the bank's own provider. */
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  calculatePKCECodeChallenge,
  type Configuration,
  discovery,
  None,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from "openid-client";
import { z } from "zod";
import { STREET_COUNTER } from "../identity/clients.ts";

/** A sign-in under way: what the answer must fit. */
export interface PendingSignIn {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export interface Teller {
  readonly name: string;
  readonly branch: string;
  readonly accessToken: string;
}

export type SignInEnd =
  | { readonly ok: true; readonly teller: Teller }
  | { readonly ok: false; readonly reason: "cancelled" | "not_staff" };

export interface StaffSession {
  begin(): Promise<{ readonly address: string; readonly pending: PendingSignIn }>;
  /** `query`: what the provider sent back, with its question mark. */
  end(pending: PendingSignIn, query: string): Promise<SignInEnd>;
  /** Where the provider's own session is ended, too. */
  signOutAddress(): Promise<string>;
}

const AT_THE_COUNTER = ["teller", "supervisor"];

const StaffClaims = z.object({
  name: z.string(),
  branch: z.string().default(""),
  roles: z.array(z.string()).default([]),
});

export function createStaffSession(issuer: string): StaffSession {
  const { origin } = new URL(issuer);
  const redirectUri = `${origin}/counter/callback`;
  let known: Configuration | undefined;
  const configuration = async () => (known ??= await discover(issuer));
  return {
    async begin() {
      const pending = {
        state: randomState(),
        nonce: randomNonce(),
        verifier: randomPKCECodeVerifier(),
      };
      const address = buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirectUri,
        scope: "openid profile staff",
        state: pending.state,
        nonce: pending.nonce,
        code_challenge: await calculatePKCECodeChallenge(pending.verifier),
        code_challenge_method: "S256",
      });
      return { address: address.href, pending };
    },
    async end({ state, nonce, verifier }, query) {
      if (new URLSearchParams(query).get("error") === "access_denied")
        return { ok: false, reason: "cancelled" };
      const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier };
      const back = new URL(`${redirectUri}${query}`);
      const tokens = await authorizationCodeGrant(await configuration(), back, checks);
      const { name, branch, roles } = StaffClaims.parse(tokens.claims());
      if (!roles.some((role) => AT_THE_COUNTER.includes(role)))
        return { ok: false, reason: "not_staff" };
      return { ok: true, teller: { name, branch, accessToken: tokens.access_token } };
    },
    async signOutAddress() {
      const after = { post_logout_redirect_uri: `${origin}/counter` };
      return buildEndSessionUrl(await configuration(), after).href;
    },
  };
}

/** When first needed: the provider stands behind the same door, which is not open before. */
function discover(issuer: string): Promise<Configuration> {
  return discovery(new URL(issuer), STREET_COUNTER, undefined, None(), {
    timeout: 5,
    // Plain HTTP: nothing leaves the machine.
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so only to stand out
    execute: [allowInsecureRequests],
  });
}
