export {
  chooseWindowKernel,
  type ChosenKernel,
  type KernelPlatform,
} from "./choose-window-kernel.ts";
export { counterBytes } from "./counter-bytes.ts";
export { equalInConstantTime } from "./equal-in-constant-time.ts";
export { otpHashes, type AsyncHmac, type Hmac, type OtpHash } from "./hmac-port.ts";
export { hotp, hotpAsync, truncateMac } from "./hotp.ts";
export {
  formatCode,
  otpDigitCounts,
  parseCode,
  type CodeRefusal,
  type OtpCode,
  type OtpDigits,
  type ParsedCode,
} from "./otp-code.ts";
export { stepWindowAt, type StepWindow } from "./step-window.ts";
export {
  asTimeStep,
  asUnixSeconds,
  startOfStep,
  timeStepAt,
  unixSecondsOf,
  type StepLength,
  type TimeStep,
  type UnixSeconds,
} from "./time-step.ts";
export { totp, totpAsync, type TotpShape } from "./totp.ts";
export {
  candidatesInWindow,
  defaultTotpPolicy,
  parseTotpPolicy,
  windowCandidatesMax,
  type ParsedPolicy,
  type PolicyRefusal,
  type TotpPolicy,
  type UntrustedPolicy,
} from "./totp-policy.ts";
export {
  verifyHotp,
  type HotpPolicy,
  type HotpVerdict,
  type HotpVerification,
} from "./verify-hotp.ts";
export { verifyTotp, type TotpVerdict, type TotpVerification } from "./verify-totp.ts";
export {
  makeWasmKernel,
  type WasmKernel,
  type WasmPlatform,
  type WebAssemblyApi,
} from "./wasm-kernel.ts";
export { makeHmacKernel, type WindowKernel, type WindowSearch } from "./window-kernel.ts";
