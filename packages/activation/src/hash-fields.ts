/**
 * How several values become one (protocol.md, Wire): every field is preceded by its length as a
 * big-endian u32, so that no two lists of fields give the same bytes. H is SHA-256 over that.
 */
import { sha256 } from "./hashing.ts";
import type { Bytes, Platform } from "./platform.ts";

/** Text fields (labels, k, ids) are ASCII. */
export type Field = string | Uint8Array;

export function encodeFields(fields: readonly Field[]): Bytes {
  const parts = fields.map((field) => (typeof field === "string" ? encodeAscii(field) : field));
  const encoded = new Uint8Array(parts.reduce((total, part) => total + 4 + part.length, 0));
  const view = new DataView(encoded.buffer);
  let offset = 0;
  for (const part of parts) {
    view.setUint32(offset, part.length);
    encoded.set(part, offset + 4);
    offset += 4 + part.length;
  }
  return encoded;
}

export function hashFields(platform: Platform, fields: readonly Field[]): Promise<Bytes> {
  return sha256(platform, encodeFields(fields));
}

function encodeAscii(text: string): Bytes {
  if (!/^[\x20-\x7e]*$/.test(text)) throw new TypeError("a text field is not ASCII");
  return new TextEncoder().encode(text);
}
