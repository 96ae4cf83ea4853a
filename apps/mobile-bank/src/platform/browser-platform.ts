/** The browser as the phone's platform: WebCrypto, fetch, and its two clocks. */
import { asUnixMilliseconds } from "@ramznama/activation";
import type { PhonePlatform } from "@ramznama/phone";

export const browserPlatform: PhonePlatform = {
  subtle: crypto.subtle,
  random: (length) => crypto.getRandomValues(new Uint8Array(length)),
  fetch: (address, options) => fetch(address, options),
  clock: {
    now: () => asUnixMilliseconds(Date.now()),
    monotonic: () => performance.now(),
  },
};
