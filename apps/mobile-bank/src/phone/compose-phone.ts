/** The phone itself with its protocol: loaded when the vault is open, or when the server must hear of an erasure. */
import { parsePublicJwk } from "@ramznama/activation";
import { askConfiguration, createDeviceClient, createPhone, settleErasure } from "@ramznama/phone";
import type { PhoneMaker } from "../app/session.ts";
import { build } from "../platform/build.ts";
import { browserPlatform } from "../platform/browser-platform.ts";

/** Same origin as the page. */
const server = "";

const releaseKey = parsePublicJwk(build.releaseKey);

export const phoneMaker: PhoneMaker = {
  compose: (vault, { keys }) => {
    if (releaseKey === undefined) throw new TypeError("built without a release key");
    return createPhone({
      platform: browserPlatform,
      server,
      releaseKey,
      activationPlatform: "pwa",
      cardPrefix: build.cardPrefix,
      vault,
      keys,
    });
  },
  settleErasure: async ({ keys }) => {
    const client = createDeviceClient(browserPlatform, { server });
    // Any answer brings the nonce that a proof needs.
    await client.send(askConfiguration());
    await settleErasure({ client, keys });
  },
};
