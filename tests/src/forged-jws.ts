/** Compact JWS (RFC 7515) with any header and any signature: what a forger can write. */
import {
  createHmac,
  createPrivateKey,
  generateKeyPairSync,
  sign,
  type KeyObject,
} from "node:crypto";

export type Signer = (input: string) => Buffer;

export const encodeJws = (header: object, payload: object, signer: Signer): string => {
  const part = (content: object) => Buffer.from(JSON.stringify(content)).toString("base64url");
  const input = `${part(header)}.${part(payload)}`;
  return `${input}.${signer(input).toString("base64url")}`;
};

export const ecdsa =
  (key: KeyObject, hash = "sha256"): Signer =>
  (input) =>
    sign(hash, Buffer.from(input), { key, dsaEncoding: "ieee-p1363" });

export const hmac =
  (secret: string): Signer =>
  (input) =>
    createHmac("sha256", secret).update(input).digest();

export const unsigned: Signer = () => Buffer.alloc(0);

export const privateKeyOf = (jwk: object): KeyObject =>
  createPrivateKey({ key: { ...jwk }, format: "jwk" });

export interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicJwk: { kty: "EC"; crv: string; x: string; y: string };
  readonly privateJwk: { kty: "EC"; crv: string; x: string; y: string; d: string };
}

export const makeKeyPair = (curve: "P-256" | "P-384" = "P-256"): KeyPair => {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: curve });
  const { x = "", y = "", d = "" } = privateKey.export({ format: "jwk" });
  const publicJwk = { kty: "EC", crv: curve, x, y } as const;
  return { privateKey, publicJwk, privateJwk: { ...publicJwk, d } };
};
