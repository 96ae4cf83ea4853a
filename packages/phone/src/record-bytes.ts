/**
 * A record as the bytes that a vault seals: JSON, but for the code key. That one is bytes from end to end, because bytes
 * can be overwritten and text cannot.
 */
import type { Bytes } from "@ramznama/activation";
import type { RecordKind, VaultRecords } from "./vault.ts";

/** Always bytes of their own; the vault wipes them when they are sealed. */
export function encodeRecord(value: VaultRecords[RecordKind] | undefined): Bytes {
  return value instanceof Uint8Array
    ? value.slice()
    : new TextEncoder().encode(JSON.stringify(value));
}

/** @param bytes what {@link encodeRecord} made of a record of this kind; of a code key they are the value itself */
export function decodeRecord<Kind extends RecordKind>(
  kind: Kind,
  bytes: Bytes,
): VaultRecords[Kind] {
  const value: unknown = kind === "codeKey" ? bytes : JSON.parse(new TextDecoder().decode(bytes));
  // Whoever writes is typed, and the vault vouches that nothing else was written under this kind.
  return value as VaultRecords[Kind];
}
