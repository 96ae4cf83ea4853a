/** HMAC by node:crypto, the judge of every kernel. */
import { createHmac } from "node:crypto";
import type { Hmac, OtpHash } from "../hmac-port.ts";

export const nodeHmac =
  (hash: OtpHash, key: Uint8Array): Hmac =>
  (counter) =>
    createHmac(hash.replace("-", ""), key).update(counter).digest();
