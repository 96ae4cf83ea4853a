/**
 * The window search in WebAssembly with SIMD: four candidates at once for SHA-1 and SHA-256, two for SHA-512. The
 * functions are built from ../kernel; here are the runs they are called for, and the cleaning up.
 *
 * [Note: What stays of a key] Block, chaining states and digest of a long key lie in the first bytes of the kernel's
 * memory and are zeroed after each call, also after one that throws. Message words, MACs and codes are locals of
 * WebAssembly: they never get an address there, and live in registers and on the machine's stack, as those of any other
 * function do; neither WebAssembly nor JavaScript can wipe these.
 */

import { absorbKey, keyDependentBytes, type AbsorbingFunctions } from "./absorb-key.ts";
import type { OtpHash } from "./hmac-port.ts";
import type { OtpDigits } from "./otp-code.ts";
import { windowKernelWasm } from "./window-kernel-wasm.ts";
import { assertSearch, type WindowKernel, type WindowSearch } from "./window-kernel.ts";

/** The part of the global `WebAssembly` that platforms use for `instantiate`; not every set of types has it. */
export interface WebAssemblyApi {
  readonly Module: new (binary: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object) => { readonly exports: object };
}

/** What servers and browsers alike have, and this package does not presume. */
export interface WasmPlatform {
  /** A new instance of a module that imports nothing; throws where the module does not compile. */
  readonly instantiate: (binary: Uint8Array<ArrayBuffer>) => { readonly exports: object };
  readonly fromBase64: (text: string) => Uint8Array<ArrayBuffer>;
}

export interface WasmKernel {
  readonly search: WindowKernel<Uint8Array>;
  /** The whole memory of the instance: for the proof that nothing of a key stays in it. */
  readonly memory: Uint8Array;
}

/** @throws what `instantiate` throws where WebAssembly has no SIMD */
export function makeWasmKernel({ instantiate, fromBase64 }: WasmPlatform): WasmKernel {
  // Our own module: ../kernel/window-kernel-module.ts says what it exports.
  const exported = instantiate(fromBase64(windowKernelWasm)).exports as KernelExports;
  const memory = new Uint8Array(exported.memory.buffer);
  const functions = functionsOf(exported);
  const search = (wanted: WindowSearch<Uint8Array>): number => {
    assertSearch(wanted);
    const { absorbing, searchRun } = functions[wanted.hash];
    try {
      absorbKey(absorbing, wanted.hash, memory, wanted.key);
      return searchRuns(searchRun, wanted);
    } finally {
      memory.fill(0, 0, keyDependentBytes);
    }
  };
  return { search, memory };
}

type Run = Omit<WindowSearch<Uint8Array>, "key" | "hash">;

/**
 * The kernel takes the upper half of the counter to be the same in a whole run, so one that passes a multiple of 2^32
 * is two runs, of which the newer is searched first.
 */
function searchRuns(searchRun: SearchRun, wanted: Run): number {
  const { firstCounter, count, stopAtMatch } = wanted;
  const beforeCarry = wordSize - (firstCounter % wordSize);
  if (count <= beforeCarry) return callSearch(searchRun, wanted);
  const newer = { firstCounter: firstCounter + beforeCarry, count: count - beforeCarry };
  const inNewer = callSearch(searchRun, { ...wanted, ...newer });
  if (stopAtMatch && inNewer >= 0) return beforeCarry + inNewer;
  const inOlder = callSearch(searchRun, { ...wanted, count: beforeCarry });
  return inNewer >= 0 ? beforeCarry + inNewer : inOlder;
}

const wordSize = 2 ** 32;

function callSearch(searchRun: SearchRun, run: Run): number {
  const { firstCounter, count, code, digits, stopAtMatch } = run;
  const high = Math.floor(firstCounter / wordSize);
  const { inverse, quotientMax } = divisors[digits];
  const stop = stopAtMatch ? 1 : 0;
  return searchRun(high, firstCounter % wordSize, count, code, digits, inverse, quotientMax, stop);
}

/** For d digits: the inverse of 5^d modulo 2^32, and how often 10^d goes into the numbers below 2^32. */
const divisors: Readonly<Record<OtpDigits, { inverse: number; quotientMax: number }>> = {
  6: { inverse: 0x68c2_6139, quotientMax: 4294 },
  7: { inverse: 0xae8d_46a5, quotientMax: 429 },
  8: { inverse: 0x22e9_0e21, quotientMax: 42 },
  9: { inverse: 0x3a2e_9c6d, quotientMax: 4 },
};

type SearchRun = (
  high: number,
  low: number,
  count: number,
  code: number,
  digits: number,
  inverse: number,
  quotientMax: number,
  stopAtMatch: number,
) => number;

type KernelExports = { readonly memory: { readonly buffer: ArrayBuffer } } & Readonly<
  Record<`start${HashName}`, AbsorbingFunctions["start"]> &
    Record<`absorb${HashName}`, AbsorbingFunctions["absorb"]> &
    Record<`search${HashName}`, SearchRun>
>;
type HashName = "Sha1" | "Sha256" | "Sha512";

interface HashFunctions {
  readonly absorbing: AbsorbingFunctions;
  readonly searchRun: SearchRun;
}

function functionsOf(exported: KernelExports): Readonly<Record<OtpHash, HashFunctions>> {
  const functionsFor = (name: HashName): HashFunctions => ({
    absorbing: { start: exported[`start${name}`], absorb: exported[`absorb${name}`] },
    searchRun: exported[`search${name}`],
  });
  return {
    "SHA-1": functionsFor("Sha1"),
    "SHA-256": functionsFor("Sha256"),
    "SHA-512": functionsFor("Sha512"),
  };
}
