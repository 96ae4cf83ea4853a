/**
 * Refusals of an activation after its request was opened, and the tag that proves them: only the
 * holder of skS knows Export("reply"), so only a tagged refusal makes the phone drop its state.
 */
import { equalInConstantTime } from "@ramznama/otp";
import { decodeBase64urlOfLength, encodeBase64url } from "./base64url.ts";
import { hashFields } from "./hash-fields.ts";
import { hmac } from "./hashing.ts";
import type { Bytes, Platform } from "./platform.ts";

/** The words are the problem codes of the HTTP interface. */
export const activationRefusals = [
  /** Wrong serial, wrong code or somebody else's token: alike, in words and in time. */
  "activation_not_recognised",
  "activation_code_expired",
  "activation_code_used",
  "activation_code_locked",
  "activation_too_many_starts",
  "wrong_kind",
  "card_mismatch",
  "customer_blocked",
  "device_not_registered",
  /** S26: the device was registered as the other of APP and PWA. */
  "other_platform",
  /** S25: the page is signed in as a customer who is not the registered one. */
  "signed_in_as_other",
  /** Too many unrecognised serials from this device today. */
  "daily_limit_reached",
  /** The token ended, or a later start replaced this one. */
  "token_state_conflict",
] as const;
export type ActivationRefusal = (typeof activationRefusals)[number];

/** Server: goes into `refusalTag` of the problem, base64url. */
export async function tagRefusal(
  platform: Platform,
  opened: { readonly replyExport: Bytes; readonly requestHash: Bytes },
  reason: ActivationRefusal,
): Promise<string> {
  return encodeBase64url(
    await refusalTag(platform, opened.replyExport, opened.requestHash, reason),
  );
}

/** Over the request hash too: the refusal of one request says nothing of another. */
export async function refusalTag(
  platform: Platform,
  replyExport: Bytes,
  requestHash: Bytes,
  code: string,
): Promise<Bytes> {
  const content = await hashFields(platform, ["ramznama/1 refusal", requestHash, code]);
  return hmac(platform, replyExport, content);
}

export function isRefusalTag(received: unknown, expected: Bytes): boolean {
  const tag = decodeBase64urlOfLength(received, 32);
  return tag !== undefined && equalInConstantTime(tag, expected);
}
