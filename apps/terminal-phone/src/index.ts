/** The phone in a terminal as a library, for tests, simulation and load. */
export {
  composePhone,
  loadReleaseKey,
  nodePlatform,
  type ComposedPhoneOptions,
} from "./compose-phone.ts";
export {
  defaultDerivation,
  openPhoneFolder,
  type PhoneFolder,
  type PhoneFolderOptions,
  type Unlocked,
} from "./vault/phone-folder.ts";
export { PhoneFolderError, type PhoneFolderErrorCode } from "./vault/phone-folder-error.ts";
export type { OnStep } from "./vault/private-files.ts";
export { leastParameters, type DerivationParameters } from "@ramznama/phone";
export { runPhone, type PhoneRun } from "./cli/run-phone.ts";
export { exitCodes, type ExitCode } from "./cli/exit-code.ts";
export type { Terminal } from "./cli/terminal.ts";
export { signInPerson, type SignedIn } from "./walk/identity.ts";
export { walk, type WalkOptions, type WalkResult } from "./walk/walk.ts";
export { walkSteps, type WalkStep } from "./walk/walk-step.ts";
export { parseWalkers, type Walker } from "./walk/sandbox-people.ts";
