/**
 * The parse border for JSON of the protocol: UTF-8 or refused, and one text for one value. A text
 * that JSON.stringify would not write itself (white space, other key order, doubled keys) is refused.
 */
import type { Bytes } from "./platform.ts";

export type JsonRecord = Record<string, unknown>;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function hasExactlyKeys(record: JsonRecord, keys: readonly string[]): boolean {
  return (
    Object.keys(record).length === keys.length && keys.every((key) => Object.hasOwn(record, key))
  );
}

export function encodeJson(value: object): Bytes {
  return new TextEncoder().encode(JSON.stringify(value));
}

export function parseJson(bytes: Uint8Array): unknown {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `build` gives the value again in the order of the protocol; only that very text is accepted. */
export function isWrittenAs(bytes: Uint8Array, value: object): boolean {
  const expected = encodeJson(value);
  return bytes.length === expected.length && expected.every((byte, at) => byte === bytes[at]);
}
