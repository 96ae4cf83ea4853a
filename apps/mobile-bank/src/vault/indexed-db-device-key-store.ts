/** DK in IndexedDB: its private half is not extractable, so scripts can use it and never read it. */
import type { Platform } from "@ramznama/activation";
import { generateDeviceKey, type DeviceKeyStore } from "@ramznama/phone";
import { transact, type Database } from "./database.ts";

export function createIndexedDbDeviceKeyStore(
  platform: Platform,
  database: Database,
): DeviceKeyStore {
  const load = () => transact(database, "readonly", (stores) => stores.loadDevice());
  return {
    load: async () => (await load()).key,
    create: async () => {
      const key = await generateDeviceKey(platform);
      await transact(database, "readwrite", async (stores) => {
        await stores.saveDevice({ ...(await stores.loadDevice()), key });
      });
      return key;
    },
    loadOwedErasure: async () => (await load()).owedErasure,
    saveOwedErasure: (owedErasure) =>
      transact(database, "readwrite", async (stores) => {
        await stores.saveDevice({ ...(await stores.loadDevice()), owedErasure });
      }),
  };
}
