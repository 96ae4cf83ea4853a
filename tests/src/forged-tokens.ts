/** Access tokens nobody gave out: of the provider's own key with wrong claims, of other keys, of no key. */
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
  ecdsa,
  encodeJws,
  hmac,
  makeKeyPair,
  privateKeyOf,
  unsigned,
  type Signer,
} from "./forged-jws.ts";
import type { TestBank } from "./test-bank.ts";

interface SigningKey {
  readonly kid: string;
  readonly x: string;
  readonly y: string;
  readonly d: string;
}

/** The provider's own key, from its data folder beside the key file. */
const loadProviderKey = async (bank: TestBank): Promise<SigningKey> => {
  const folder = dirname(bank.environment["KEY_FILE"] ?? "");
  const text = await readFile(join(folder, "sandbox", "signing-key.json"), "utf8");
  return JSON.parse(text) as SigningKey;
};

interface StaffClaims {
  readonly user: string;
  readonly roles: readonly string[];
  /** Absent for one who belongs to no branch. */
  readonly branch?: string;
}

/** A person whom the sandbox has not, as its provider would sign them in: other branches have supervisors too. */
export const signInAs = async (
  bank: TestBank,
  { user, roles, branch }: StaffClaims,
): Promise<string> => {
  const key = await loadProviderKey(bank);
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: `${bank.sandboxUrl}/oidc`,
    aud: "ramznama-bank",
    sub: user,
    client_id: "ramznama-terminal",
    roles,
    ...(branch === undefined ? {} : { branch }),
    jti: randomUUID(),
    iat: now - 60,
    exp: now + 3_600,
  };
  const header = { alg: "ES256", typ: "at+jwt", kid: key.kid };
  return encodeJws(header, claims, ecdsa(privateKeyOf(key)));
};

/** Every one carries the right of everything, so that only what is wrong with it can keep it out. */
export const forgeTokens = async (bank: TestBank) => {
  const key = await loadProviderKey(bank);
  const providerKey = ecdsa(privateKeyOf(key));
  const publicJwk = { kty: "EC", crv: "P-256", x: key.x, y: key.y };
  const foreign = makeKeyPair();
  const header = { alg: "ES256", typ: "at+jwt", kid: key.kid };
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: `${bank.sandboxUrl}/oidc`,
    aud: "ramznama-bank",
    sub: "supervisor",
    client_id: "ramznama-terminal",
    roles: ["teller", "supervisor", "officer", "auditor"],
    jti: randomUUID(),
    iat: now - 60,
    exp: now + 600,
  };
  const forge = (headerChange: object, claimChange: object, signer: Signer) =>
    encodeJws({ ...header, ...headerChange }, { ...claims, ...claimChange }, signer);
  return {
    /** Not forged at all: shows that the others fail for what is wrong with them. */
    genuine: forge({}, {}, providerKey),
    expired: forge({}, { exp: now - 60 }, providerKey),
    "not yet valid": forge({}, { nbf: now + 600 }, providerKey),
    "never expiring": forge({}, { exp: undefined }, providerKey),
    "for another audience": forge({}, { aud: "core-bank" }, providerKey),
    "of another issuer": forge({}, { iss: "https://example.com/oidc" }, providerKey),
    "of another type": forge({ typ: "JWT" }, {}, providerKey),
    "without a client": forge({}, { client_id: undefined }, providerKey),
    "with a role as text": forge({}, { roles: "supervisor" }, providerKey),
    "of a foreign key": forge({}, {}, ecdsa(foreign.privateKey)),
    "with a foreign key in its header": forge(
      { jwk: foreign.publicJwk },
      {},
      ecdsa(foreign.privateKey),
    ),
    unsigned: forge({ alg: "none" }, {}, unsigned),
    "signed by nothing": forge({}, {}, unsigned),
    "keyed with the public key": forge({ alg: "HS256" }, {}, hmac(JSON.stringify(publicJwk))),
    "keyed with the public coordinate": forge({ alg: "HS256" }, {}, hmac(key.x)),
    "of a person without a role": forge({}, { roles: [] }, providerKey),
    "of a person with unknown roles": forge({}, { roles: ["manager", "Teller"] }, providerKey),
    "of a channel with unknown scopes": forge(
      {},
      { roles: undefined, sub: "atm", client_id: "atm", scope: "admin issue:Card" },
      providerKey,
    ),
    /** A client that acts for a person has that person's token, not the channel's rights. */
    "of a person with a channel's scopes": forge(
      {},
      { roles: undefined, sub: "C1001", client_id: "atm", scope: "issue:card" },
      providerKey,
    ),
  } as const;
};
