/** What may be wrong with the answer of an OpenID provider, and with the question it was asked: for every audience alike. */

export type Forgery = readonly [what: string, forge: (url: URL) => void];

const put =
  (name: string, value: string): Forgery[1] =>
  ({ searchParams }) => {
    searchParams.set(name, value);
  };

const drop =
  (name: string): Forgery[1] =>
  ({ searchParams }) => {
    searchParams.delete(name);
  };

export const forgedAnswers: readonly Forgery[] = [
  ["another state", put("state", "A".repeat(43))],
  [
    "a state that begins alike, as the name of the cookie does",
    ({ searchParams }) => {
      const state = searchParams.get("state") ?? "";
      searchParams.set("state", state.slice(0, 12) + "A".repeat(state.length - 12));
    },
  ],
  ["no state", drop("state")],
  [
    "two states",
    ({ searchParams }) => {
      searchParams.append("state", "x");
    },
  ],
  ["another issuer (RFC 9207)", put("iss", "http://localhost:1/oidc")],
  ["no issuer", drop("iss")],
  ["another code", put("code", "x".repeat(43))],
  ["no code", drop("code")],
];

export const forgedQuestions: readonly Forgery[] = [
  ["another nonce", put("nonce", "A".repeat(43))],
  ["no nonce", drop("nonce")],
  ["the PKCE challenge of another verifier", put("code_challenge", "A".repeat(43))],
];

export const withoutChallenge = (asked: URL): URL => {
  const address = new URL(asked);
  for (const name of ["code_challenge", "code_challenge_method"]) drop(name)(address);
  return address;
};
