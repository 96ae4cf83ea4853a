/** Phone, second step of an activation: check that the pinned server answered, open, derive. */
import { equalInConstantTime } from "@ramznama/otp";
import {
  parseActivationReply,
  parseReplyBody,
  type ActivationSubject,
  type ParsedActivationReply,
  type TokenProfile,
} from "./activation-messages.ts";
import { isRefusalTag, refusalTag } from "./activation-refusal.ts";
import { encodeFields } from "./hash-fields.ts";
import { open } from "./hpke.ts";
import { hmac } from "./hashing.ts";
import { deriveTokenKeys, hashTranscript } from "./key-schedule.ts";
import {
  decodePendingActivation,
  wipePending,
  type DecodedPendingActivation,
  type PendingActivation,
} from "./pending-activation.ts";
import { wipe, type Bytes, type Platform, type UnixMilliseconds } from "./platform.ts";
import { accepted, refused, type Result } from "./result.ts";
import { hashRequest } from "./sealed-request.ts";

export interface OpenedActivationReply {
  readonly activationId: string;
  readonly serial: string;
  readonly subject: ActivationSubject;
  /** Secret, the caller's to wipe: the OATH key, 32 bytes. */
  readonly codeKey: Bytes;
  /** Goes into the confirmation, 32 bytes. Secret until it is sent. */
  readonly confirmation: Bytes;
  /** The tag that a genuine "this activation ended" carries, 32 bytes. Secret. */
  readonly endedTag: Bytes;
  readonly profile: TokenProfile;
  readonly serverTime: UnixMilliseconds;
  readonly maskedSubject: string;
}

export type ActivationReplyRefusal =
  | "malformed"
  /** Not an answer of the pinned server to this request: keep what is stored and ask again. */
  | "wrong_tag"
  /** Tagged, yet not to be opened or understood: a fault of the server. */
  | "not_opened"
  | "bad_body"
  | "damaged_record";

export async function openActivationReply(
  platform: Platform,
  stored: PendingActivation,
  reply: unknown,
): Promise<Result<OpenedActivationReply, ActivationReplyRefusal>> {
  const pending = decodePendingActivation(stored);
  if (pending === undefined) return refused("damaged_record");
  const parsed = parseActivationReply(reply);
  const opened = parsed ? await openParsed(platform, pending, parsed) : refused("malformed");
  wipePending(pending);
  return opened;
}

/** Phone: whether the refusal with this problem code came from the pinned server. */
export async function verifyRefusalTag(
  platform: Platform,
  stored: PendingActivation,
  refusal: { readonly code: string; readonly refusalTag?: unknown },
): Promise<boolean> {
  const pending = decodePendingActivation(stored);
  if (pending === undefined || !/^[a-z_]{1,64}$/.test(refusal.code)) return false;
  const requestHash = await hashRequest(platform, pending.request, pending.deviceKeyHash);
  const expected = await refusalTag(platform, pending.replyExport, requestHash, refusal.code);
  wipePending(pending);
  return isRefusalTag(refusal.refusalTag, expected);
}

async function openParsed(
  platform: Platform,
  pending: DecodedPendingActivation,
  reply: ParsedActivationReply,
): Promise<Result<OpenedActivationReply, ActivationReplyRefusal>> {
  const { request, deviceKeyHash, pkE, skE, serial, subject } = pending;
  const { activationId, encE, ctE } = reply;
  const transcript = { ...request, deviceKeyHash, pkE, serial, activationId, encE, ctE };
  const transcriptHash = await hashTranscript(platform, transcript);
  // The tag comes first: it proves skS, and nothing unproven is opened.
  const expectedTag = await hmac(platform, pending.replyExport, transcriptHash);
  if (!equalInConstantTime(reply.tag, expectedTag)) return refused("wrong_tag");
  const requestHash = await hashRequest(platform, request, deviceKeyHash);
  const info = encodeFields(["ramznama/1 reply", requestHash]);
  const opened = await open(platform, { secretKey: skE, info }, { enc: encE, ct: ctE }, ["seed"]);
  const [replySeed] = opened?.exports ?? [];
  if (opened === undefined || replySeed === undefined) return refused("not_opened");
  const body = parseReplyBody(opened.plaintext);
  wipe(opened.plaintext);
  if (body === undefined) return refused("bad_body");
  const { r, ...told } = body;
  const inputs = { requestSeed: pending.seedExport, replySeed, r, transcriptHash };
  const keys = await deriveTokenKeys(platform, inputs);
  wipe(replySeed, r);
  return accepted({ activationId, serial, subject, ...keys, ...told });
}
