/**
 * The provider's ES256 key pair (RFC 7518 section 3.4), made at the first start and kept, so that
 * tokens given out before a restart stay valid after it.
 */
import { join } from "node:path";
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JSONWebKeySet } from "jose";
import { z } from "zod";
import { loadPrivateFile, savePrivateFile } from "../platform/private-file.ts";
import { SandboxError } from "../platform/sandbox-error.ts";

const member = z.string().min(1);

const SigningKey = z.strictObject({
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  alg: z.literal("ES256"),
  use: z.literal("sig"),
  kid: member,
  x: member,
  y: member,
  d: member,
});

export type SigningKey = z.output<typeof SigningKey>;

export async function loadSigningKey(dataFolder: string): Promise<SigningKey> {
  const path = join(dataFolder, "signing-key.json");
  const text = loadPrivateFile(path);
  if (text !== undefined) return parseSigningKey(text, path);
  const key = await makeSigningKey();
  savePrivateFile(path, `${JSON.stringify(key)}\n`);
  return key;
}

async function makeSigningKey(): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  const jwk = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint(jwk);
  return SigningKey.parse({ ...jwk, alg: "ES256", use: "sig", kid });
}

function parseSigningKey(text: string, path: string): SigningKey {
  try {
    return SigningKey.parse(JSON.parse(text));
  } catch {
    // The cause is left out on purpose: it could quote the key.
    throw new SandboxError("data_damaged", `${path} is damaged: without it a new key is made.`);
  }
}

export function publicKeySet({ kty, crv, alg, use, kid, x, y }: SigningKey): JSONWebKeySet {
  return { keys: [{ kty, crv, alg, use, kid, x, y }] };
}
