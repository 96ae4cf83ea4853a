/** The phone's proof that it derived the root, and the server's proof that this root has ended. */
import { equalInConstantTime } from "@ramznama/otp";
import { hashConfirmation } from "./answer-activation.ts";
import { isRefusalTag } from "./activation-refusal.ts";
import { decodeBase64urlOfLength, encodeBase64url } from "./base64url.ts";
import type { Bytes, Platform } from "./platform.ts";

/** Phone: the JSON body of the confirmation. */
export function makeConfirmation(confirmation: Bytes): { readonly confirmation: string } {
  return { confirmation: encodeBase64url(confirmation) };
}

/** Server: whether the phone that confirms derived this activation's root. */
export async function verifyConfirmation(
  platform: Platform,
  stored: { readonly confirmationHash: Bytes },
  confirmation: unknown,
): Promise<boolean> {
  const mac = decodeBase64urlOfLength(confirmation, 32);
  if (mac === undefined) return false;
  return equalInConstantTime(await hashConfirmation(platform, mac), stored.confirmationHash);
}

/** Phone: whether "this activation ended" came from the server that made its root. */
export function verifyEndedTag(endedTag: Bytes, received: unknown): boolean {
  return isRefusalTag(received, endedTag);
}
