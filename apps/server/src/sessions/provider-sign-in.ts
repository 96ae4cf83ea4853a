/** The code flow with PKCE (RFC 7636), state, nonce and issuer (RFC 9207), as OpenID Connect Core 1.0 §3.1 has it. */
import {
  AuthorizationResponseError,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  calculatePKCECodeChallenge,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from "openid-client";
import type { Audience, Person } from "./audience.ts";
import type { PendingSignIn } from "./pending-sign-in.ts";

/** Where the provider sends a browser back to, at every origin of ours. */
export const callbackPath = "/callback";

const redirectUriOf = ({ origin }: Audience): string => origin + callbackPath;

export interface BegunSignIn {
  /** At the provider. */
  readonly address: string;
  readonly pending: PendingSignIn;
}

export const beginSignIn = async (audience: Audience, returnPath: string): Promise<BegunSignIn> => {
  const configuration = await audience.configuration();
  const pending = {
    state: randomState(),
    nonce: randomNonce(),
    verifier: randomPKCECodeVerifier(),
    returnPath,
  };
  const address = buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUriOf(audience),
    scope: audience.scope,
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: await calculatePKCECodeChallenge(pending.verifier),
    code_challenge_method: "S256",
  });
  return { address: address.href, pending };
};

export type SignInEnd =
  | {
      readonly kind: "signed-in";
      readonly person: Person;
      readonly refreshToken: string | undefined;
    }
  | { readonly kind: "cancelled" }
  | { readonly kind: "not-admitted" };

/**
 * @param query what the provider sent back, with its question mark
 * @throws whatever openid-client finds wrong with the answer: state, issuer, code, signature, nonce
 */
export const finishSignIn = async (
  audience: Audience,
  { state, nonce, verifier }: PendingSignIn,
  query: string,
): Promise<SignInEnd> => {
  try {
    const tokens = await authorizationCodeGrant(
      await audience.configuration(),
      new URL(redirectUriOf(audience) + query),
      {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      },
    );
    const person = await audience.admit({
      accessToken: tokens.access_token,
      claims: tokens.claims(),
    });
    if (person === undefined) return { kind: "not-admitted" };
    return { kind: "signed-in", person, refreshToken: tokens.refresh_token };
  } catch (error) {
    if (error instanceof AuthorizationResponseError && error.error === "access_denied") {
      return { kind: "cancelled" };
    }
    throw error;
  }
};

/** Where the provider's own session is ended too. No identity token stands in it: addresses are written down. */
export const signOutAddress = async (audience: Audience): Promise<string> =>
  buildEndSessionUrl(await audience.configuration(), {
    post_logout_redirect_uri: `${audience.origin}/`,
  }).href;
