/** HOTP: a code from a counter (RFC 4226 section 5.3). */

import { counterBytes } from "./counter-bytes.ts";
import type { AsyncHmac, Hmac } from "./hmac-port.ts";
import { formatCode, type OtpCode, type OtpDigits } from "./otp-code.ts";

export function hotp(hmac: Hmac, counter: number | bigint, digits: OtpDigits): OtpCode {
  return formatCode(truncateMac(hmac(counterBytes(counter))), digits);
}

export async function hotpAsync(
  hmac: AsyncHmac,
  counter: number | bigint,
  digits: OtpDigits,
): Promise<OtpCode> {
  return formatCode(truncateMac(await hmac(counterBytes(counter))), digits);
}

/**
 * Dynamic truncation: 31 bits at the offset that the last four bits of the MAC name. RFC 4226 speaks
 * of byte 19; RFC 6238's reference code takes the last byte of the longer hashes, and so do we.
 */
export function truncateMac(mac: Uint8Array): number {
  // The offset is at most 15 and needs four bytes: SHA-1's 20 are the fewest that always suffice.
  if (mac.length < 20) throw new RangeError("an HMAC of at least 20 bytes is needed");
  const view = new DataView(mac.buffer, mac.byteOffset, mac.byteLength);
  const offset = view.getUint8(mac.length - 1) & 0x0f;
  // The top bit is dropped so that signed and unsigned readers agree.
  return view.getUint32(offset) & 0x7fff_ffff;
}
