/** The whole kernel as text of WebAssembly: three functions for each hash, one page of memory. */

import { writeAbsorb, writeStart } from "./absorb-program.ts";
import type { HashFunction } from "./hash-function.ts";
import { makeKnownWords } from "./kernel-memory.ts";
import { writeSearch } from "./search-program.ts";
import { sha1 } from "./sha1.ts";
import { sha256, sha512 } from "./sha2.ts";

const hashes: readonly HashFunction[] = [sha1, sha256, sha512];

export function windowKernelModule(): string {
  const known = makeKnownWords();
  const functions = hashes.flatMap((hash) => [
    writeStart(hash),
    writeAbsorb(hash, known.place),
    writeSearch(hash, known.place),
  ]);
  const memory = `(memory (export "memory") 1 1)`;
  return `(module\n${memory}\n${known.data()}\n${functions.join("\n")})\n`;
}
