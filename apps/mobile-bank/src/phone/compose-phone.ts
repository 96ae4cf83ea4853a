/** The phone itself with its protocol: loaded while the vault is being opened, or when the server must hear of an erasure. */
import { parsePublicJwk } from "@ramznama/activation";
import {
  askConfiguration,
  createDeviceClient,
  createPhone,
  settleErasure,
  type Fetch,
} from "@ramznama/phone";
import type { PhoneMaker } from "../app/session.ts";
import { build } from "../platform/build.ts";
import { platformKind } from "../platform/native-bridge.ts";
import { browserPlatform } from "../platform/browser-platform.ts";

/** Same origin as the page. */
const server = "";

const releaseKey = parsePublicJwk(build.releaseKey);

/**
 * Who is signed in goes along where a token is defined: the server refuses whoever is not the registered customer (S25).
 * Everything else a phone asks, it asks without its page's session.
 */
const fetchWithSession: Fetch = (address, options) =>
  address === "/device/v1/activations"
    ? fetch(address, {
        ...options,
        headers: { ...(options.headers as Record<string, string>), "x-ramznama-page": "1" },
        credentials: "same-origin",
      })
    : fetch(address, options);

export const phoneMaker: PhoneMaker = {
  compose: (vault, { keys }) => {
    if (releaseKey === undefined) throw new TypeError("built without a release key");
    return createPhone({
      platform: { ...browserPlatform, fetch: fetchWithSession },
      server,
      releaseKey,
      activationPlatform: platformKind,
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
