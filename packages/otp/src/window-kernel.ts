/**
 * The search of a run of counters for a code. One call takes the whole window, so that a kernel
 * which makes all the HMACs itself (WASM) can stand in for the one below; each must look at every
 * candidate whatever the code is, or its time would tell where a guess came near.
 */

import { counterBytes, writeCounter } from "./counter-bytes.ts";
import type { Hmac, OtpHash } from "./hmac-port.ts";
import { truncateMac } from "./hotp.ts";
import { codeNumber, type OtpDigits } from "./otp-code.ts";

export interface WindowSearch<Key> {
  readonly key: Key;
  readonly hash: OtpHash;
  readonly digits: OtpDigits;
  /** A safe integer, like the last counter of the run. */
  readonly firstCounter: number;
  readonly count: number;
  /** The code as a number below 10^digits. */
  readonly code: number;
}

/** The index (0 is `firstCounter`) of the newest counter whose code is equal, or -1. */
export type WindowKernel<Key> = (search: WindowSearch<Key>) => number;

/** The checked fallback, and the judge of faster kernels: one HMAC call per candidate. */
export function makeHmacKernel<Key>(bind: (hash: OtpHash, key: Key) => Hmac): WindowKernel<Key> {
  return ({ key, hash, digits, firstCounter, count, code }) => {
    const hmac = bind(hash, key);
    const counter = counterBytes(firstCounter);
    let newest = -1;
    for (let index = 0; index < count; index += 1) {
      writeCounter(counter, firstCounter + index);
      newest = selectIfEqual(codeNumber(truncateMac(hmac(counter)), digits), code, index, newest);
    }
    return newest;
  };
}

/** `left === right ? chosen : otherwise` without a branch, for numbers below 2^31. */
function selectIfEqual(left: number, right: number, chosen: number, otherwise: number): number {
  const difference = left ^ right;
  // All ones when different, all zeros when equal.
  const mask = (difference | -difference) >> 31;
  return (chosen & ~mask) | (otherwise & mask);
}
