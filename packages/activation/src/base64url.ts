/** base64url without padding (RFC 4648 §5), strict: one text for each sequence of bytes and no other. */
import type { Bytes } from "./platform.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const valueOf = new Map(Array.from(alphabet, (character, value) => [character, value]));

export function encodeBase64url(bytes: Uint8Array): string {
  let text = "";
  for (let index = 0; index < bytes.length; index += 3) {
    const [first = 0, second = 0, third = 0] = bytes.subarray(index, index + 3);
    const group = (first << 16) | (second << 8) | third;
    const characters = Math.min(4, bytes.length - index + 1);
    for (let place = 0; place < characters; place += 1) {
      text += alphabet[(group >> (18 - 6 * place)) & 63] ?? "";
    }
  }
  return text;
}

/** Undefined for padding, foreign characters, an impossible length or set bits beyond the last byte. */
export function decodeBase64url(text: string): Bytes | undefined {
  if (text.length % 4 === 1) return undefined;
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let written = 0;
  for (const character of text) {
    const value = valueOf.get(character);
    if (value === undefined) return undefined;
    bits = ((bits << 6) | value) & 0xffff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes[written] = (bits >> held) & 0xff;
      written += 1;
    }
  }
  return (bits & ((1 << held) - 1)) === 0 ? bytes : undefined;
}

/** For fields whose length the protocol fixes. */
export function decodeBase64urlOfLength(text: unknown, length: number): Bytes | undefined {
  if (typeof text !== "string" || text.length !== Math.ceil((length * 4) / 3)) return undefined;
  return decodeBase64url(text);
}
