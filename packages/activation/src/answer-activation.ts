/** Server: open an activation request, and answer it once the decision is to accept. */
import {
  encodeReplyBody,
  isActivationId,
  parseActivationBody,
  writeActivationReply,
  type ActivationBody,
  type ActivationReply,
  type ActivationReplyBody,
} from "./activation-messages.ts";
import { encodeFields } from "./hash-fields.ts";
import { hmac, sha256 } from "./hashing.ts";
import { open, seal } from "./hpke.ts";
import { deriveTokenKeys, hashTranscript } from "./key-schedule.ts";
import { wipe, type Bytes, type Platform } from "./platform.ts";
import { accepted, refused, type Result } from "./result.ts";
import {
  hashRequest,
  parseSealedRequest,
  requestInfo,
  type ParsedSealedRequest,
  type SealedRequestRefusal,
  type ServerSecretKey,
} from "./sealed-request.ts";

export interface OpenedActivationRequest {
  readonly request: ParsedSealedRequest;
  readonly deviceKeyHash: Bytes;
  /** H(request), 32 bytes: the same request of the same device key has the same. */
  readonly requestHash: Bytes;
  readonly body: ActivationBody;
  /** ctx.Export("seed"): part of the root. Secret. */
  readonly seedExport: Bytes;
  /** ctx.Export("reply"): key of the reply's tag and of refusal tags. Secret. */
  readonly replyExport: Bytes;
}

export interface AnsweredActivation {
  /** To be stored and sent, byte for byte, until it is confirmed. */
  readonly reply: ActivationReply;
  /** The OATH key, 32 bytes. Secret: seal it, then wipe it. */
  readonly codeKey: Bytes;
  /** SHA-256 of the confirmation to come: who reads the table cannot confirm. */
  readonly confirmationHash: Bytes;
  /** Sent only to tell that this activation ended before it was confirmed, 32 bytes. */
  readonly endedTag: Bytes;
}

/** H(request) without opening: a remembered answer is found by it even when k is retired. */
export async function hashActivationRequest(
  platform: Platform,
  request: unknown,
  deviceKeyHash: Bytes,
): Promise<Bytes | undefined> {
  const parsed = parseSealedRequest(request);
  return parsed && hashRequest(platform, parsed, deviceKeyHash);
}

export async function openActivationRequest(
  platform: Platform,
  from: {
    readonly serverKey: ServerSecretKey;
    /** H(DK.pub) from the verified proof of the same HTTP request. */
    readonly deviceKeyHash: Bytes;
    readonly request: unknown;
  },
): Promise<Result<OpenedActivationRequest, SealedRequestRefusal>> {
  const request = parseSealedRequest(from.request);
  if (request === undefined) return refused("malformed");
  const { deviceKeyHash } = from;
  const { k, secretKey } = from.serverKey;
  if (request.k !== k) return refused("other_server_key");
  const info = requestInfo("ramznama/1 activate", k, deviceKeyHash);
  const opened = await open(platform, { secretKey, info }, request, ["seed", "reply"]);
  const [seedExport, replyExport] = opened?.exports ?? [];
  if (opened === undefined || seedExport === undefined || replyExport === undefined) {
    return refused("not_opened");
  }
  const body = parseActivationBody(opened.plaintext);
  wipe(opened.plaintext);
  if (body === undefined) return refused("bad_body");
  const requestHash = await hashRequest(platform, request, deviceKeyHash);
  return accepted({ request, deviceKeyHash, requestHash, body, seedExport, replyExport });
}

/** Refused only when pkE is no X-Wing key, which no honest phone sends. */
export async function answerActivation(
  platform: Platform,
  opened: OpenedActivationRequest,
  token: {
    /** A new lower-case UUID for every start. */
    readonly activationId: string;
  } & Omit<ActivationReplyBody, "r">,
): Promise<Result<AnsweredActivation, "bad_reply_key">> {
  const { activationId, ...told } = token;
  if (!isActivationId(activationId)) throw new TypeError("not a lower-case UUID");
  const { request, deviceKeyHash, requestHash, body, seedExport, replyExport } = opened;
  const r = platform.random(32);
  const plaintext = encodeReplyBody({ r, ...told });
  const info = encodeFields(["ramznama/1 reply", requestHash]);
  const sealed = await seal(platform, { publicKey: body.pkE, info }, plaintext, ["seed"]);
  wipe(plaintext);
  const [replySeed] = sealed?.exports ?? [];
  if (sealed === undefined || replySeed === undefined) return refused("bad_reply_key");
  const { enc: encE, ct: ctE } = sealed;
  const { pkE, serial } = body;
  const transcript = { ...request, deviceKeyHash, pkE, serial, activationId, encE, ctE };
  const transcriptHash = await hashTranscript(platform, transcript);
  const inputs = { requestSeed: seedExport, replySeed, r, transcriptHash };
  const { codeKey, confirmation, endedTag } = await deriveTokenKeys(platform, inputs);
  const confirmationHash = await hashConfirmation(platform, confirmation);
  wipe(r, replySeed, confirmation);
  const tag = await hmac(platform, replyExport, transcriptHash);
  const reply = writeActivationReply({ activationId, encE, ctE, tag });
  return accepted({ reply, codeKey, confirmationHash, endedTag });
}

/** When the request is done with, whatever came of it. */
export function wipeActivationRequest(opened: OpenedActivationRequest): void {
  wipe(opened.seedExport, opened.replyExport);
}

export function hashConfirmation(platform: Platform, confirmation: Bytes): Promise<Bytes> {
  return sha256(platform, confirmation);
}
