export {
  chooseWindowKernel,
  type ChosenKernel,
  type KernelPlatform,
} from "./choose-window-kernel.ts";
export { counterBytes } from "./counter-bytes.ts";
export {
  decideImported,
  type FirstCode,
  type ImportedVerdict,
  type TokenMemory,
} from "./decide-resync.ts";
export { decideDrift, driftStepsMax, learnsDrift } from "./drift.ts";
export { equalInConstantTime } from "./equal-in-constant-time.ts";
export { failuresWithinOdds, guessOdds } from "./guess-odds.ts";
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
export {
  candidatesOf,
  parseOtpPolicy,
  type OtpPolicy,
  type OtpPolicyRefusal,
} from "./otp-policy.ts";
export { resyncCandidatesMax, resyncRunsAt, secondCodeWithinSeconds } from "./resync-window.ts";
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
export { verifyImported, type ImportedVerification } from "./verify-imported.ts";
export { verifyTotp, type TotpVerdict, type TotpVerification } from "./verify-totp.ts";
export {
  makeWasmKernel,
  type WasmKernel,
  type WasmPlatform,
  type WebAssemblyApi,
} from "./wasm-kernel.ts";
export { makeHmacKernel, type WindowKernel, type WindowSearch } from "./window-kernel.ts";
