import type { Bytes } from "./platform.ts";

/** What the HPKE library hands over: a buffer or a view of one. */
export type Readable = ArrayBuffer | ArrayBufferView;

/** The same memory as bytes, not a copy. */
export const viewBytes = (readable: Readable): Bytes =>
  readable instanceof ArrayBuffer
    ? new Uint8Array(readable)
    : new Uint8Array(
        readable.buffer as ArrayBuffer, // WebCrypto and we never lend shared memory.
        readable.byteOffset,
        readable.byteLength,
      );
