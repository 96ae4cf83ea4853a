/** The phone that walks: one folder per customer, kept from walk to walk; its network can be cut. */
import { join } from "node:path";
import type { PublicJwk } from "@ramznama/activation";
import { decideEntryPassword, type Phone } from "@ramznama/phone";
import { composePhone, nodePlatform } from "../compose-phone.ts";
import { openPhoneFolder } from "../vault/phone-folder.ts";

export interface WalkPhone {
  readonly phone: Phone;
  /** While it is on, nothing leaves the phone. */
  setFlightMode(on: boolean): void;
  /** How often the phone asked for the network since it was opened. */
  requests(): number;
  close(): void;
}

export interface WalkPhoneOptions {
  readonly folder: string;
  readonly customerId: string;
  readonly server: string;
  readonly releaseKey: PublicJwk;
}

/** It opens the sandbox's phones, with invented people's tokens of a few seconds. */
const entryPassword = "a walk down the street";

export async function openWalkPhone(options: WalkPhoneOptions): Promise<WalkPhone> {
  let flightMode = false;
  let requests = 0;
  const platform = nodePlatform((address, init) => {
    requests += 1;
    return flightMode
      ? Promise.reject(new TypeError("the phone is in flight mode"))
      : fetch(address, init);
  });
  const path = join(options.folder, options.customerId);
  const folder = await openPhoneFolder({ platform, path });
  const { server, releaseKey } = options;
  const vault = await openVault(folder);
  return {
    phone: composePhone({ platform, server, releaseKey, vault, keys: folder.keys }),
    setFlightMode: (on) => {
      flightMode = on;
    },
    requests: () => requests,
    close: () => {
      folder.close();
    },
  };
}

async function openVault(folder: Awaited<ReturnType<typeof openPhoneFolder>>) {
  const unlocked = await folder.unlock(entryPassword);
  if (unlocked.ok) return unlocked.vault;
  // Somebody gave it another password: the phone is the walk's, so it begins anew.
  await folder.eraseVault();
  const password = decideEntryPassword(entryPassword);
  if (!password.ok) throw new TypeError("the walk's password is none");
  return folder.createVault(password.value);
}
