/**
 * The protocol's own hashing and key schedule written a second time over node:crypto, from
 * README.md alone, so that the vectors are not merely what the package happens to do.
 */
import { createHash, createHmac, hkdfSync } from "node:crypto";

export function fields(...parts: readonly (string | Uint8Array)[]): Buffer {
  return Buffer.concat(
    parts.flatMap((part) => {
      const bytes = Buffer.from(part);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      return [length, bytes];
    }),
  );
}

export function hashed(...parts: readonly (string | Uint8Array)[]): Buffer {
  return createHash("sha256")
    .update(fields(...parts))
    .digest();
}

export function hkdf32(ikm: Uint8Array, salt: Uint8Array, info: string): Buffer {
  return Buffer.from(hkdfSync("sha256", ikm, salt, info, 32));
}

export function mac(key: Uint8Array, message: Uint8Array): Buffer {
  return createHmac("sha256", key).update(message).digest();
}

export interface ScheduleInputs {
  readonly k: string;
  readonly devicePoint: Uint8Array;
  readonly enc: Uint8Array;
  readonly ct: Uint8Array;
  readonly pkE: Uint8Array;
  readonly serial: string;
  readonly activationId: string;
  readonly encE: Uint8Array;
  readonly ctE: Uint8Array;
  readonly seedExport: Uint8Array;
  readonly replyExport: Uint8Array;
  readonly replySeed: Uint8Array;
  readonly r: Uint8Array;
}

/** Every value between the two exported secrets and what is stored or sent, by name. */
export function independentSchedule(inputs: ScheduleInputs) {
  const { k, devicePoint, enc, ct, pkE, serial, activationId, encE, ctE } = inputs;
  const deviceKeyHash = hashed(devicePoint);
  const requestHash = hashed("ramznama/1 request", k, deviceKeyHash, enc, ct);
  const bound = [k, deviceKeyHash, enc, ct, pkE, serial, activationId, encE, ctE] as const;
  const transcriptHash = hashed("ramznama/1 transcript", ...bound);
  const ikm = Buffer.concat([inputs.seedExport, inputs.replySeed, inputs.r]);
  const root = hkdf32(ikm, transcriptHash, "ramznama/1 root");
  const none = Buffer.alloc(0);
  const codeKey = hkdf32(root, none, "ramznama/1 code");
  const confirmKey = hkdf32(root, none, "ramznama/1 confirm");
  const confirmation = mac(confirmKey, transcriptHash);
  return {
    deviceKeyHash,
    requestInfo: fields("ramznama/1 activate", k, deviceKeyHash),
    requestHash,
    replyInfo: fields("ramznama/1 reply", requestHash),
    transcriptHash,
    ikm,
    root,
    codeKey,
    confirmKey,
    tag: mac(inputs.replyExport, transcriptHash),
    confirmation,
    confirmationHash: createHash("sha256").update(confirmation).digest(),
    endedTag: mac(confirmKey, hashed("ramznama/1 ended", transcriptHash)),
    refusalTag: (code: string): Buffer =>
      mac(inputs.replyExport, hashed("ramznama/1 refusal", requestHash, code)),
  };
}
