/** TOTP: a code for a second (RFC 6238 section 4). */

import type { AsyncHmac, Hmac } from "./hmac-port.ts";
import { hotp, hotpAsync } from "./hotp.ts";
import type { OtpCode, OtpDigits } from "./otp-code.ts";
import { timeStepAt, type StepLength, type UnixSeconds } from "./time-step.ts";

export interface TotpShape extends StepLength {
  readonly digits: OtpDigits;
}

export function totp(hmac: Hmac, shape: TotpShape, time: UnixSeconds): OtpCode {
  return hotp(hmac, timeStepAt(time, shape), shape.digits);
}

export function totpAsync(hmac: AsyncHmac, shape: TotpShape, time: UnixSeconds): Promise<OtpCode> {
  return hotpAsync(hmac, timeStepAt(time, shape), shape.digits);
}
