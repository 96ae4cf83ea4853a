/** A phone in a folder of this machine, put together: Node's WebCrypto, fetch and clocks, a file vault. */
import { readFileSync } from "node:fs";
import {
  asUnixMilliseconds,
  parsePublicJwk,
  type Bytes,
  type PublicJwk,
} from "@ramznama/activation";
import {
  createPhone,
  type DeviceKeyStore,
  type Fetch,
  type Phone,
  type PhonePlatform,
  type Vault,
} from "@ramznama/phone";

export interface ComposedPhoneOptions {
  readonly server: string;
  readonly releaseKey: PublicJwk;
  readonly vault: Vault;
  readonly keys: DeviceKeyStore;
  readonly platform?: PhonePlatform;
  readonly timeoutMilliseconds?: number;
}

/** The terminal counts as the app: it is no page of a browser. */
export function composePhone({ platform = nodePlatform(), ...rest }: ComposedPhoneOptions): Phone {
  return createPhone({ platform, activationPlatform: "app", ...rest });
}

export function nodePlatform(fetch: Fetch = globalThis.fetch): PhonePlatform {
  return {
    subtle: globalThis.crypto.subtle,
    random: (length): Bytes => globalThis.crypto.getRandomValues(new Uint8Array(length)),
    fetch,
    clock: {
      now: () => asUnixMilliseconds(Date.now()),
      monotonic: () => performance.now(),
    },
  };
}

/** Undefined when the file holds no P-256 public key; throws when it cannot be read. */
export function loadReleaseKey(path: string): PublicJwk | undefined {
  const text = readFileSync(path, "utf8");
  try {
    const { kty, crv, x, y } = JSON.parse(text) as Partial<Record<string, unknown>>;
    return parsePublicJwk({ kty, crv, x, y });
  } catch {
    return undefined;
  }
}
