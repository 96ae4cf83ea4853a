/**
 * The two sealed bodies of an activation: what the phone asks (serial, code, kind, card number,
 * platform, pkE) and what the server answers (r, token profile, server time, masked subject).
 */
import { decodeBase64url, decodeBase64urlOfLength, encodeBase64url } from "./base64url.ts";
import { encapsulationLength, kemPublicKeyLength } from "./hpke.ts";
import { isUnixMilliseconds, type Bytes, type UnixMilliseconds } from "./platform.ts";
import { encodeJson, hasExactlyKeys, isRecord, isWrittenAs, parseJson } from "./strict-json.ts";

export type ActivationKind = "card" | "account-gateway";
export type ActivationPlatform = "pwa" | "app";

export function isPlatform(value: unknown): value is ActivationPlatform {
  return value === "pwa" || value === "app";
}

/** What the customer typed, digits already Latin and without separators. */
export type ActivationEntry = {
  /** 12 digits. */
  readonly serial: string;
  /** 8 digits. */
  readonly code: string;
  readonly platform: ActivationPlatform;
} & ActivationSubject;

/** A card token is asked for with its card number (16 digits), the other kind without. */
export type ActivationSubject =
  { readonly kind: "card"; readonly cardNumber: string } | { readonly kind: "account-gateway" };

/** The opened request: what was typed, and the phone's fresh X-Wing key for the reply. */
export type ActivationBody = ActivationEntry & { readonly pkE: Bytes };

/** How the token's codes are made (RFC 6238) and how long each is accepted. */
export interface TokenProfile {
  readonly hash: "SHA-1" | "SHA-256" | "SHA-512";
  readonly digits: number;
  readonly stepSeconds: number;
  readonly validitySeconds: number;
}

export interface ActivationReplyBody {
  /** 32 random bytes of the server, part of the root. Secret. */
  readonly r: Bytes;
  readonly profile: TokenProfile;
  /** For information only: nothing but signed time moves the phone's clock offset. */
  readonly serverTime: UnixMilliseconds;
  readonly maskedSubject: string;
}

/** As JSON carries it; binary is base64url. */
export interface ActivationReply {
  readonly activationId: string;
  readonly encE: string;
  readonly ctE: string;
  readonly tag: string;
}

export interface ParsedActivationReply {
  readonly activationId: string;
  readonly encE: Bytes;
  readonly ctE: Bytes;
  readonly tag: Bytes;
}

export function encodeActivationBody(body: ActivationBody): Bytes {
  return encodeJson(writeActivationBody(body));
}

export function parseActivationBody(plaintext: Bytes): ActivationBody | undefined {
  const value = parseJson(plaintext);
  if (!isRecord(value)) return undefined;
  const { serial, code, kind, cardNumber, platform } = value;
  const pkE = decodeBase64urlOfLength(value["pkE"], kemPublicKeyLength);
  if (!isDigits(serial, 12) || !isDigits(code, 8) || pkE === undefined) return undefined;
  if (!isPlatform(platform)) return undefined;
  const subject = parseActivationSubject(kind, cardNumber);
  if (subject === undefined) return undefined;
  const body: ActivationBody = { serial, code, ...subject, platform, pkE };
  return isWrittenAs(plaintext, writeActivationBody(body)) ? body : undefined;
}

export function encodeReplyBody(body: ActivationReplyBody): Bytes {
  return encodeJson(writeReplyBody(body));
}

export function parseReplyBody(plaintext: Bytes): ActivationReplyBody | undefined {
  const value = parseJson(plaintext);
  if (!isRecord(value)) return undefined;
  const r = decodeBase64urlOfLength(value["r"], 32);
  const profile = parseTokenProfile(value["profile"]);
  const { serverTime, maskedSubject } = value;
  if (r === undefined || profile === undefined || !isUnixMilliseconds(serverTime)) return undefined;
  if (typeof maskedSubject !== "string" || maskedSubject.length > 200) return undefined;
  const body = { r, profile, serverTime, maskedSubject };
  return isWrittenAs(plaintext, writeReplyBody(body)) ? body : undefined;
}

export function parseActivationReply(value: unknown): ParsedActivationReply | undefined {
  if (!isRecord(value) || !hasExactlyKeys(value, ["activationId", "encE", "ctE", "tag"])) {
    return undefined;
  }
  const { activationId, ctE: sealedText } = value;
  if (!isActivationId(activationId) || typeof sealedText !== "string") return undefined;
  if (sealedText.length > 8192) return undefined;
  const encE = decodeBase64urlOfLength(value["encE"], encapsulationLength);
  const ctE = decodeBase64url(sealedText);
  const tag = decodeBase64urlOfLength(value["tag"], 32);
  return encE && ctE && tag ? { activationId, encE, ctE, tag } : undefined;
}

export function writeActivationReply(reply: ParsedActivationReply): ActivationReply {
  return {
    activationId: reply.activationId,
    encE: encodeBase64url(reply.encE),
    ctE: encodeBase64url(reply.ctE),
    tag: encodeBase64url(reply.tag),
  };
}

/** A lower-case UUID: it becomes part of a path, so nothing else may stand there. */
export function isActivationId(value: unknown): value is string {
  return (
    typeof value === "string" &&
    /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(value)
  );
}

export function parseActivationSubject(
  kind: unknown,
  cardNumber: unknown,
): ActivationSubject | undefined {
  if (kind === "card") return isDigits(cardNumber, 16) ? { kind, cardNumber } : undefined;
  return kind === "account-gateway" && cardNumber === undefined ? { kind } : undefined;
}

export function parseTokenProfile(value: unknown): TokenProfile | undefined {
  const keys = ["hash", "digits", "stepSeconds", "validitySeconds"];
  if (!isRecord(value) || !hasExactlyKeys(value, keys)) return undefined;
  const { hash, digits, stepSeconds, validitySeconds } = value;
  if (hash !== "SHA-1" && hash !== "SHA-256" && hash !== "SHA-512") return undefined;
  if (!isWithin(digits, 6, 9) || !isWithin(stepSeconds, 1, 300)) return undefined;
  return isWithin(validitySeconds, 1, 3600)
    ? { hash, digits, stepSeconds, validitySeconds }
    : undefined;
}

export function isDigits(value: unknown, count: number): value is string {
  return typeof value === "string" && value.length === count && /^[0-9]+$/.test(value);
}

function isWithin(value: unknown, min: number, max: number): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= min && value <= max;
}

/** The keys in the order of protocol.md; an absent card number is left out. */
function writeActivationBody(body: ActivationBody): object {
  return {
    serial: body.serial,
    code: body.code,
    kind: body.kind,
    ...(body.kind === "card" ? { cardNumber: body.cardNumber } : {}),
    platform: body.platform,
    pkE: encodeBase64url(body.pkE),
  };
}

function writeReplyBody(body: ActivationReplyBody): object {
  const { hash, digits, stepSeconds, validitySeconds } = body.profile;
  return {
    r: encodeBase64url(body.r),
    profile: { hash, digits, stepSeconds, validitySeconds },
    serverTime: body.serverTime,
    maskedSubject: body.maskedSubject,
  };
}
