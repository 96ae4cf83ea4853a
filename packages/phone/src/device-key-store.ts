/**
 * DK, the phone's signing key, and what must be known while the vault is locked. It stands beside the
 * vault: deletions and questions for the time are signed without the entry password (protocol.md).
 */
import {
  exportPublicJwk,
  type DeviceKey,
  type Platform,
  type WebCryptoKey,
} from "@ramznama/activation";

export interface DeviceKeyStore {
  load(): Promise<DeviceKey | undefined>;
  /** A new key in the place of an earlier one, durable when the promise resolves. */
  create(): Promise<DeviceKey>;
  /** A vault was erased and the server has not been told: names no serial. */
  loadOwedErasure(): Promise<boolean>;
  saveOwedErasure(owed: boolean): Promise<void>;
}

/** P-256 that signs; `extractable` only where a store must wrap it, as without secure hardware. */
export async function generateDeviceKey(
  { subtle, random }: Platform,
  extractable = false,
): Promise<DeviceKey & { readonly privateKey: WebCryptoKey }> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const pair = await subtle.generateKey(algorithm, extractable, ["sign", "verify"]);
  const publicJwk = await exportPublicJwk({ subtle, random }, pair.publicKey);
  return { privateKey: pair.privateKey, publicJwk };
}

/** For tests, simulation and load. */
export function createMemoryDeviceKeyStore(platform: Platform): DeviceKeyStore {
  let key: DeviceKey | undefined;
  let owed = false;
  return {
    load: () => Promise.resolve(key),
    create: async () => (key = await generateDeviceKey(platform)),
    loadOwedErasure: () => Promise.resolve(owed),
    saveOwedErasure: (now) => {
      owed = now;
      return Promise.resolve();
    },
  };
}
