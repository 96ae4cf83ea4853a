/**
 * What the phone stores before the request leaves it (protocol.md: "What a crash must survive is
 * exported and stored before sending"), and how it is read back. An HPKE context cannot be saved;
 * the two exports and skE are what is needed of it. Everything in it is JSON; the vault seals it.
 */
import { decodeBase64urlOfLength } from "./base64url.ts";
import { isDigits, parseActivationSubject, type ActivationSubject } from "./activation-messages.ts";
import { kemPublicKeyLength, kemSecretKeyLength } from "./hpke.ts";
import { wipe, type Bytes } from "./platform.ts";
import { parseSealedRequest, type ParsedSealedRequest } from "./sealed-request.ts";
import { isRecord, parseJson } from "./strict-json.ts";

/** Secret as a whole: with skE and the exports a recorded exchange gives the token's key. */
export interface PendingActivation {
  readonly version: 1;
  /** The very text to send and to send again: {"k","enc","ct"}. The code is only inside, sealed. */
  readonly body: string;
  /** H(DK.pub) of the device key that must sign it. */
  readonly deviceKeyHash: string;
  readonly serial: string;
  readonly subject: ActivationSubject;
  readonly pkE: string;
  readonly skE: string;
  /** ctx.Export("seed") and ctx.Export("reply"). */
  readonly seedExport: string;
  readonly replyExport: string;
}

export interface DecodedPendingActivation {
  readonly request: ParsedSealedRequest;
  readonly deviceKeyHash: Bytes;
  readonly serial: string;
  readonly subject: ActivationSubject;
  readonly pkE: Bytes;
  readonly skE: Bytes;
  readonly seedExport: Bytes;
  readonly replyExport: Bytes;
}

/** Undefined when the stored record is damaged. */
export function decodePendingActivation(stored: unknown): DecodedPendingActivation | undefined {
  if (!isRecord(stored) || stored["version"] !== 1 || !isRecord(stored["subject"])) {
    return undefined;
  }
  const { body, serial, subject: storedSubject } = stored;
  if (typeof body !== "string" || !isDigits(serial, 12)) return undefined;
  const request = parseSealedRequest(parseJson(new TextEncoder().encode(body)));
  const subject = parseActivationSubject(storedSubject["kind"], storedSubject["cardNumber"]);
  const deviceKeyHash = decodeBase64urlOfLength(stored["deviceKeyHash"], 32);
  const pkE = decodeBase64urlOfLength(stored["pkE"], kemPublicKeyLength);
  const skE = decodeBase64urlOfLength(stored["skE"], kemSecretKeyLength);
  const seedExport = decodeBase64urlOfLength(stored["seedExport"], 32);
  const replyExport = decodeBase64urlOfLength(stored["replyExport"], 32);
  if (!request || !subject || !deviceKeyHash || !pkE) return undefined;
  if (!skE || !seedExport || !replyExport) return undefined;
  return { request, deviceKeyHash, serial, subject, pkE, skE, seedExport, replyExport };
}

export function wipePending(pending: DecodedPendingActivation): void {
  wipe(pending.skE, pending.seedExport, pending.replyExport);
}
