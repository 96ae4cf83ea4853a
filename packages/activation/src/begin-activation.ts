/** Phone, first step of an activation: seal the request and make what must be stored before sending. */
import { encodeActivationBody, type ActivationEntry } from "./activation-messages.ts";
import { encodeBase64url } from "./base64url.ts";
import { generateKemKeyPair, seal } from "./hpke.ts";
import type { PendingActivation } from "./pending-activation.ts";
import { wipe, type Platform } from "./platform.ts";
import { hashDeviceKey, type PublicJwk } from "./public-jwk.ts";
import { requestInfo, writeSealedRequest, type SealedRequest } from "./sealed-request.ts";
import type { ServerKey } from "./server-key-list.ts";

export interface BegunActivation {
  readonly request: SealedRequest;
  /** Store it before `pending.body` is sent. */
  readonly pending: PendingActivation;
}

export async function beginActivation(
  platform: Platform,
  to: {
    readonly serverKey: Pick<ServerKey, "k" | "pk">;
    readonly devicePublicKey: PublicJwk;
  },
  entry: ActivationEntry,
): Promise<BegunActivation> {
  const { k, pk } = to.serverKey;
  const deviceKeyHash = await hashDeviceKey(platform, to.devicePublicKey);
  const pairE = await generateKemKeyPair(platform);
  const plaintext = encodeActivationBody({ ...entry, pkE: pairE.publicKey });
  const info = requestInfo("ramznama/1 activate", k, deviceKeyHash);
  const sealed = await seal(platform, { publicKey: pk, info }, plaintext, ["seed", "reply"]);
  wipe(plaintext);
  const [seedExport, replyExport] = sealed?.exports ?? [];
  if (sealed === undefined || seedExport === undefined || replyExport === undefined) {
    throw new TypeError("the pinned server key is no X-Wing key");
  }
  const request = writeSealedRequest({ k, enc: sealed.enc, ct: sealed.ct });
  const pending: PendingActivation = {
    version: 1,
    body: JSON.stringify(request),
    deviceKeyHash: encodeBase64url(deviceKeyHash),
    serial: entry.serial,
    subject:
      entry.kind === "card"
        ? { kind: entry.kind, cardNumber: entry.cardNumber }
        : { kind: entry.kind },
    pkE: encodeBase64url(pairE.publicKey),
    skE: encodeBase64url(pairE.secretKey),
    seedExport: encodeBase64url(seedExport),
    replyExport: encodeBase64url(replyExport),
  };
  wipe(pairE.secretKey, seedExport, replyExport);
  return { request, pending };
}
