/**
 * DK between two runs of a terminal: PKCS #8 under the device-bound key, in a file of its own. It is
 * usable without the entry password, as deletions and questions for the time must be (protocol.md).
 * A phone's keystore would not let it out; a terminal has none, and the README says so.
 */
import {
  parsePublicJwk,
  wipe,
  type DeviceKey,
  type Platform,
  type PublicJwk,
} from "@ramznama/activation";
import { generateDeviceKey, openBytes, sealBytes, type DeviceKeyStore } from "@ramznama/phone";
import type { BoundKey } from "./bound-key.ts";
import { PhoneFolderError } from "./phone-folder-error.ts";
import type { PrivateFiles } from "./private-files.ts";

const keyFile = "device-key.json";
/** Its presence is the debt. */
const debtFile = "owed-erasure";
const purpose = "ramznama terminal phone, device key";
const es256 = { name: "ECDSA", namedCurve: "P-256" };

export function createFileDeviceKeyStore(
  platform: Platform,
  files: PrivateFiles,
  boundKey: BoundKey,
): DeviceKeyStore {
  const { subtle } = platform;

  async function create(): Promise<DeviceKey> {
    const { privateKey, publicJwk } = await generateDeviceKey(platform, true);
    const pkcs8 = new Uint8Array(await subtle.exportKey("pkcs8", privateKey));
    const wrapping = await boundKey.derive(purpose, new Uint8Array(0));
    const sealed = await sealBytes(platform, wrapping, pkcs8, placeOf(publicJwk));
    files.save(keyFile, `${JSON.stringify({ version: 1, publicJwk, sealed })}\n`);
    const held = await importPrivateKey(pkcs8);
    wipe(pkcs8);
    return { privateKey: held, publicJwk };
  }

  async function load(): Promise<DeviceKey | undefined> {
    const text = files.load(keyFile);
    if (text === undefined) return undefined;
    const stored = parseStoredKey(text);
    const wrapping = await boundKey.derive(purpose, new Uint8Array(0));
    const pkcs8 =
      stored && (await openBytes(platform, wrapping, stored.sealed, placeOf(stored.publicJwk)));
    if (stored === undefined || pkcs8 === undefined) {
      throw new PhoneFolderError("folder_damaged", `${files.path}/${keyFile}`);
    }
    const privateKey = await importPrivateKey(pkcs8);
    wipe(pkcs8);
    return { privateKey, publicJwk: stored.publicJwk };
  }

  /** From here on not extractable in this process either. */
  function importPrivateKey(pkcs8: Uint8Array<ArrayBuffer>) {
    return subtle.importKey("pkcs8", pkcs8, es256, false, ["sign"]);
  }

  return {
    load,
    create,
    loadOwedErasure: () => Promise.resolve(files.has(debtFile)),
    saveOwedErasure: (owed) => {
      if (owed) files.save(debtFile, "");
      else files.remove(debtFile);
      return Promise.resolve();
    },
  };
}

function placeOf({ x, y }: PublicJwk): string {
  return `${purpose}\n${x}\n${y}`;
}

interface StoredKey {
  readonly publicJwk: PublicJwk;
  readonly sealed: string;
}

function parseStoredKey(text: string): StoredKey | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || !("publicJwk" in value)) return undefined;
    if (!("sealed" in value) || typeof value.sealed !== "string") return undefined;
    const publicJwk = parsePublicJwk(value.publicJwk);
    return publicJwk && { publicJwk, sealed: value.sealed };
  } catch {
    return undefined;
  }
}
