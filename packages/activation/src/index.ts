/** How a phone and the bank come to share a seed: the whole protocol, both roles (README.md). */
export {
  asUnixMilliseconds,
  isUnixMilliseconds,
  wipe,
  type Aes256Gcm,
  type Bytes,
  type EcPoint,
  type Hashes,
  type Platform,
  type Subtle,
  type UnixMilliseconds,
  type VerifyEs256,
  type WebCryptoKey,
  type XWing,
} from "./platform.ts";
export { accepted, refused, type Result } from "./result.ts";
export { decodeBase64url, decodeBase64urlOfLength, encodeBase64url } from "./base64url.ts";
export { encodeFields, hashFields, type Field } from "./hash-fields.ts";

// Keys and pins
export {
  deriveKemKeyPair,
  encapsulationLength,
  generateKemKeyPair,
  kemPublicKeyLength,
  kemSecretKeyLength,
  type KemKeyPair,
} from "./hpke.ts";
export {
  exportPublicJwk,
  hashDeviceKey,
  jwkThumbprint,
  parsePublicJwk,
  publicPoint,
  type PublicJwk,
} from "./public-jwk.ts";
export {
  chooseServerKey,
  findServerKey,
  isServerKeyName,
  isServerKeyValid,
  serverKeysMax,
  signServerKeyList,
  verifyServerKeyList,
  type SeenServerKeyList,
  type ServerKey,
  type ServerKeyList,
  type ServerKeyListRefusal,
  type VerifiedServerKeyList,
} from "./server-key-list.ts";

// Time
export {
  makeTimeNonce,
  parseTimeNonce,
  signTime,
  verifyTime,
  type TimeNonce,
  type TimeRefusal,
} from "./signed-time.ts";
export {
  decideClockOffset,
  type ClockOffsetDecision,
  type TimeExchange,
} from "./decide-clock-offset.ts";

// Proof of the device key
export {
  makeProof,
  verifyProof,
  type DeviceKey,
  type ProofRefusal,
  type ProvenRequest,
  type VerifiedProof,
} from "./proof.ts";

// Registration
export {
  openRegistration,
  openRegistrationCode,
  sealRegistration,
  sealRegistrationCode,
  type Person,
  type RegistrationRefusal,
} from "./registration.ts";
export type { SealedRequest, SealedRequestRefusal, ServerSecretKey } from "./sealed-request.ts";

// Activation, phone
export { beginActivation, type BegunActivation } from "./begin-activation.ts";
export type { PendingActivation } from "./pending-activation.ts";
export {
  openActivationReply,
  verifyRefusalTag,
  type ActivationReplyRefusal,
  type OpenedActivationReply,
} from "./open-activation-reply.ts";
export { makeConfirmation, verifyConfirmation, verifyEndedTag } from "./confirmation.ts";
export {
  exchangeOf,
  reduceActivation,
  type AnswerEvent,
  type ActivationEvent,
  type ActivationMessage,
  type ActivationStep,
  type OwedConfirmation,
  type PhoneActivation,
  type Reduction,
  type TokenRecord,
} from "./reduce-activation.ts";

// Activation, server
export type {
  ActivationBody,
  ActivationEntry,
  ActivationKind,
  ActivationPlatform,
  ActivationReply,
  ActivationReplyBody,
  ActivationSubject,
  TokenProfile,
} from "./activation-messages.ts";
export {
  answerActivation,
  hashActivationRequest,
  openActivationRequest,
  wipeActivationRequest,
  type AnsweredActivation,
  type OpenedActivationRequest,
} from "./answer-activation.ts";
export { activationRefusals, tagRefusal, type ActivationRefusal } from "./activation-refusal.ts";
export {
  decideActivation,
  decideRepetition,
  startsMax,
  unrecognisedPerDayMax,
  wrongCodesMax,
  type ActivationCodeState,
  type ActivationDecision,
  type ActivationDevice,
  type ActivationAcceptance,
  type ActivationRefusalDecision,
  type ActivationState,
  type ActivationToken,
  type RememberedActivation,
} from "./decide-activation.ts";
export {
  decideConfirmation,
  type ConfirmationDecision,
  type ConfirmationState,
} from "./decide-confirmation.ts";
