/** The phone of Ramznama as a library for Node and browsers: ports in, refusals out as values. */
export { createPhone, type Phone, type PhoneOptions } from "./phone.ts";
export type { Fetch, PhoneClock, PhonePlatform } from "./phone-platform.ts";
export type { Online, OnlineRefusal } from "./phone-refusal.ts";
export type { DeviceProblem, OtherDevice, ServerToken } from "./device-answers.ts";
export {
  createDeviceClient,
  type DeviceClient,
  type DeviceClientOptions,
} from "./device-client.ts";
export type { DeviceAnswer, DeviceRequest, Unanswered } from "./device-request.ts";
export {
  decideEntryPassword,
  entryPasswordForms,
  type DecidedEntryPassword,
  type EntryPassword,
  type EntryPasswordRefusal,
} from "./decide-entry-password.ts";

// Ports
export {
  onlyId,
  type RecordKind,
  type Vault,
  type VaultChange,
  type VaultEntry,
  type VaultRecords,
  type VaultTurn,
} from "./vault.ts";
export {
  createMemoryDeviceKeyStore,
  generateDeviceKey,
  type DeviceKeyStore,
} from "./device-key-store.ts";
export { moveCodeKeys } from "./move-code-keys.ts";
export { decodeRecord, encodeRecord } from "./record-bytes.ts";
export { createMemoryVault } from "./memory-vault.ts";
export { importSealingKey, openBytes, sealBytes } from "./sealed-text.ts";
export {
  leastParameters,
  parseSealedRecord,
  parseSlotHeader,
  recordPlace,
  slotPlace,
  type DerivationParameters,
  type SealedRecord,
  type SlotHeader,
} from "./vault-slot.ts";
export { createTurns, type TakeTurns } from "./take-turns.ts";
export { askConfiguration } from "./device-doors.ts";
export { settleErasure } from "./settle-deletions.ts";

// Acts
export type { RegistrationRecord } from "./registration-record.ts";
export type { RegistrationConfirmed, RegistrationStarted, TypedPerson } from "./register.ts";
export type { ActivationOutcome, ActivationRefusedHere } from "./activate.ts";
export type { TypedActivation } from "./typed-activation.ts";
export type { PhoneToken } from "./tokens.ts";
export type { StopRecord } from "./stop-record.ts";
export type { Deleted } from "./delete-token.ts";
export type { ShownCode } from "./show-code.ts";
export type { CodeDeclared } from "./declare-code.ts";
