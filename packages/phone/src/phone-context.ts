/** What every act of the phone works with. */
import type { PublicJwk, ActivationPlatform } from "@ramznama/activation";
import type { DeviceClient } from "./device-client.ts";
import type { DeviceKeyStore } from "./device-key-store.ts";
import type { PhonePlatform } from "./phone-platform.ts";
import type { Vault } from "./vault.ts";

export interface PhoneContext {
  readonly platform: PhonePlatform;
  readonly client: DeviceClient;
  readonly vault: Vault;
  readonly keys: DeviceKeyStore;
  /** Public half of the offline release key, compiled into the app. */
  readonly releaseKey: PublicJwk;
  /** First digits of the bank's cards, until the server's configuration says otherwise. */
  readonly cardPrefix: string;
  readonly activationPlatform: ActivationPlatform;
}
