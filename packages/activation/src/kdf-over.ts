/**
 * The HPKE library's HKDF-SHA256 with a platform's synchronous HMAC under it. Labels and lengths stay the library's;
 * only the three functions of RFC 5869 are replaced.
 */
import { HkdfSha256 } from "@hpke/core";
import { expand, extract, extractAndExpand } from "./hashing.ts";
import type { Bytes, Hashes } from "./platform.ts";
import { viewBytes, type Readable } from "./view-bytes.ts";

export const kdfOver = (hashes: Hashes): HkdfSha256 =>
  Object.assign(new HkdfSha256(), {
    extract: (salt: Readable, ikm: Readable) =>
      settle(extract(hashes, viewBytes(salt), viewBytes(ikm))),
    expand: (prk: Readable, info: Readable, length: number) =>
      settle(expand(hashes, viewBytes(prk), viewBytes(info), length)),
    extractAndExpand: (salt: Readable, ikm: Readable, info: Readable, length: number) =>
      settle(
        extractAndExpand(
          hashes,
          { salt: viewBytes(salt), ikm: viewBytes(ikm), info: viewBytes(info) },
          length,
        ),
      ),
  });

const settle = (bytes: Bytes): Promise<ArrayBuffer> => Promise.resolve(bytes.buffer);
