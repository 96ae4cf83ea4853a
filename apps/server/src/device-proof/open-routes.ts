/** What a phone may ask without a proof: the signed configuration, and the signed time. */
import { asUnixMilliseconds, parseTimeNonce, signTime, type Platform } from "@ramznama/activation";
import { getConfiguration, getTime } from "@ramznama/contract";
import type { ServerKeys } from "../keys/index.ts";
import type { Clock } from "../platform/clock.ts";
import { RamznamaError } from "../platform/ramznama-error.ts";
import type { RegisterRoutes } from "../platform/serve-route.ts";
import type { Policy } from "../policy.ts";

interface Context {
  readonly clock: Clock;
  readonly platform: Platform;
  readonly serverKeys: ServerKeys;
  readonly policy: Policy;
}

export const openRoutes =
  ({ clock, platform, serverKeys, policy }: Context): RegisterRoutes =>
  (serve) => {
    const { hash, digits, stepSeconds, validitySeconds } = policy.profile;
    serve(getConfiguration, () => ({
      bankName: policy.bankName,
      cardPrefix: policy.cardPrefix,
      policy: { hash, digits, stepSeconds, validitySeconds },
      serverKeys: serverKeys.publishedList(clock.now()),
    }));
    serve(getTime, async ({ query }) => {
      const nonce = parseTimeNonce(query.nonce);
      if (nonce === undefined) {
        throw new RamznamaError("invalid_request", {
          errors: [{ path: "/nonce", code: "sixteen_bytes_base64url" }],
        });
      }
      const now = clock.now();
      const { k, key } = serverKeys.timeKey(now);
      return {
        signedTime: await signTime(platform, key, { k, nonce, time: asUnixMilliseconds(now) }),
      };
    });
  };
