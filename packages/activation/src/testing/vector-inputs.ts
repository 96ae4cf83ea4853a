/** The fixed inputs of the vectors: keys, people and randomness that mean nothing anywhere else. */
import { createHash } from "node:crypto";
import type { ActivationEntry } from "../activation-messages.ts";
import { deriveKemKeyPair, type KemKeyPair } from "../hpke.ts";
import { asUnixMilliseconds, type Bytes, type WebCryptoKey } from "../platform.ts";
import type { PublicJwk } from "../public-jwk.ts";
import { realPlatform } from "./platforms.ts";

/** Bytes with a name: SHA-256 of the name, stretched with a counter. */
export function drawnAs(name: string, length: number): Bytes {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, block) =>
    createHash("sha256").update(`${name} ${block}`).digest(),
  );
  return Uint8Array.from(Buffer.concat(blocks).subarray(0, length));
}

export interface SigningKey {
  readonly publicJwk: PublicJwk;
  readonly privateJwk: PublicJwk & { readonly d: string };
}

/** From RFC 7515 appendix A.3, RFC 7517 appendix A.2 and RFC 6979 appendix A.2.5: published keys. */
export const releaseKey = signingKey(
  "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
  "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
  "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI",
);
export const timeKey = signingKey(
  "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
  "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
  "870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE",
);
export const deviceKey = signingKey(
  "YP7UuiVanTHJYet0xjVtaMBJuJI7Yfps5mliLmDyn7Y",
  "eQP-EAi4vJmkGunpVii8ZPLxsgwtfp9Rd6PClNRGIpk",
  "ya-p2EW6dRZrXCFXZ7HWk05Qw9s26JsSe4piKxIPZyE",
);

export async function vectorServerKey(): Promise<KemKeyPair & { readonly k: string }> {
  return { k: "2026-1", ...(await deriveKemKeyPair(drawnAs("server key 2026-1", 32))) };
}

export const validFrom = asUnixMilliseconds(Date.UTC(2026, 10, 1));
export const validUntil = asUnixMilliseconds(Date.UTC(2027, 10, 1));
export const vectorTime = asUnixMilliseconds(Date.UTC(2026, 10, 22, 12, 0, 0));

export interface VectorActivation {
  readonly name: string;
  readonly entry: ActivationEntry;
  readonly activationId: string;
  readonly maskedSubject: string;
}

export const vectorActivations: readonly VectorActivation[] = [
  {
    name: "card token in the PWA",
    entry: {
      serial: "123456789015",
      code: "40718263",
      kind: "card",
      cardNumber: "6280231234567898",
      platform: "pwa",
    },
    activationId: "0b6ce9b4-94d2-4d2a-8a4f-2f1f6a1f5a01",
    maskedSubject: "628023******7898",
  },
  {
    name: "account/gateway token in the APP",
    entry: { serial: "987654321098", code: "00000001", kind: "account-gateway", platform: "app" },
    activationId: "5e0d8c9e-1a55-4a4f-9d13-0c5f3c6a7b02",
    maskedSubject: "۲۰۷۵***۰۵۲",
  },
];

export function importSigningKey(key: SigningKey): Promise<WebCryptoKey> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  return realPlatform.subtle.importKey("jwk", { ...key.privateJwk }, algorithm, false, ["sign"]);
}

function signingKey(x: string, y: string, d: string): SigningKey {
  const publicJwk: PublicJwk = { kty: "EC", crv: "P-256", x, y };
  return { publicJwk, privateJwk: { ...publicJwk, d } };
}
