/**
 * DK in the host of the app (the Android Keystore): this page has it sign and never holds it, so that a copied profile is
 * no clone. What is owed to the server stays beside the vault, because it appears in the transaction that erases it.
 */
import {
  decodeBase64urlOfLength,
  encodeBase64url,
  parsePublicJwk,
  type DeviceKey,
  type Platform,
} from "@ramznama/activation";
import type { DeviceKeyStore } from "@ramznama/phone";
import { askHost } from "../platform/native-bridge.ts";
import { transact, type Database } from "./database.ts";
import { VaultError } from "./vault-error.ts";

export function createNativeDeviceKeyStore(
  _platform: Platform,
  database: Database,
): DeviceKeyStore {
  const saveDevice = (change: { readonly owedErasure?: boolean; readonly hasOutsideKey?: true }) =>
    transact(database, "readwrite", async (stores) => {
      await stores.saveDevice({ ...(await stores.loadDevice()), ...change });
    });
  return {
    load: async () => {
      const answer = await askHost("device-key.load");
      return answer === null ? undefined : keyOf(answer);
    },
    create: async () => {
      const key = keyOf(await askHost("device-key.create"));
      await saveDevice({ hasOutsideKey: true });
      return key;
    },
    loadOwedErasure: async () =>
      (await transact(database, "readonly", (stores) => stores.loadDevice())).owedErasure,
    saveOwedErasure: async (owedErasure) => {
      await saveDevice({ owedErasure });
      // A key lives as long as one vault: once the server knows that this one is gone, it has done its work.
      if (!owedErasure) await askHost("device-key.delete");
    },
  };
}

function keyOf(answer: unknown): DeviceKey {
  const publicJwk = parsePublicJwk(answer);
  if (publicJwk === undefined) throw new VaultError("device_key_unavailable");
  return { publicJwk, privateKey: { sign } };
}

async function sign(content: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await askHost("device-key.sign", { content: encodeBase64url(content) });
  const signature = decodeBase64urlOfLength(answer, 64);
  if (signature === undefined) throw new VaultError("device_key_unavailable");
  return signature;
}
