/**
 * What every vault has in common wherever it lies: the header of a slot, which says how the entry password
 * becomes a key, and the texts that bind the wrapped key to its header and a record to its place (AAD;
 * protocol.md, The vault). Ids are random and kinds say nothing of anybody, so none of it names a card.
 */
import type { RecordKind } from "./vault.ts";

/** Argon2id (RFC 9106). */
export interface DerivationParameters {
  readonly memoryKibibytes: number;
  readonly iterations: number;
  readonly parallelism: number;
}

export interface SlotHeader extends DerivationParameters {
  readonly version: 1;
  readonly slot: "password";
  readonly vaultId: string;
  /** base64url, 16 bytes. */
  readonly salt: string;
}

export interface SealedRecord {
  readonly kind: RecordKind;
  readonly id: string;
  readonly sealed: string;
}

/** OWASP's least for Argon2id; a file that asks for less was altered. */
export const leastParameters: DerivationParameters = {
  memoryKibibytes: 19_456,
  iterations: 2,
  parallelism: 1,
};
const memoryKibibytesMax = 1_048_576;
const iterationsMax = 100;

const kinds: Readonly<Record<RecordKind, true>> = {
  token: true,
  codeKey: true,
  activation: true,
  owed: true,
  shown: true,
  declares: true,
  stop: true,
  deletion: true,
  registration: true,
  draft: true,
  pins: true,
  clock: true,
};

/** The text that binds the wrapped key to this very header. */
export function slotPlace(header: SlotHeader): string {
  const { version, slot, vaultId, salt, memoryKibibytes, iterations, parallelism } = header;
  return [
    "ramznama vault",
    version,
    slot,
    vaultId,
    salt,
    memoryKibibytes,
    iterations,
    parallelism,
  ].join("\n");
}

export function recordPlace(vaultId: string, kind: RecordKind, id: string): string {
  return ["ramznama record", vaultId, kind, id].join("\n");
}

/** Undefined for a header that no vault of ours has, one with weaker parameters included. */
export function parseSlotHeader(value: unknown): SlotHeader | undefined {
  if (!isRecord(value)) return undefined;
  const { version, slot, vaultId, salt, memoryKibibytes, iterations, parallelism } = value;
  if (version !== 1 || slot !== "password") return undefined;
  if (!isShortName(vaultId) || !isShortName(salt)) return undefined;
  if (!isWithin(memoryKibibytes, leastParameters.memoryKibibytes, memoryKibibytesMax))
    return undefined;
  if (!isWithin(iterations, leastParameters.iterations, iterationsMax)) return undefined;
  if (!isWithin(parallelism, 1, 16)) return undefined;
  return { version, slot, vaultId, salt, memoryKibibytes, iterations, parallelism };
}

export function parseSealedRecord(value: unknown): SealedRecord | undefined {
  if (!isRecord(value)) return undefined;
  const { kind, id, sealed } = value;
  if (!isKind(kind) || !isShortName(id) || typeof sealed !== "string") return undefined;
  return { kind, id, sealed };
}

function isKind(value: unknown): value is RecordKind {
  return typeof value === "string" && Object.hasOwn(kinds, value);
}

function isShortName(value: unknown): value is string {
  return typeof value === "string" && /^[A-Za-z0-9_-]{1,64}$/.test(value);
}

function isWithin(value: unknown, least: number, most: number): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
