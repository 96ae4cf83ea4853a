/**
 * The search of a run of counters for a code. One call takes the whole run, so that a kernel which makes all the HMACs
 * itself (`wasm-kernel.ts`) can stand in for the one below.
 *
 * [Note: Refusals take the same time] How long a search takes must not tell where a guess came near. So a search looks at
 * every candidate whatever the code is, unless its caller allows it to stop at a match (`stopAtMatch`), and then it goes
 * from the newest counter to the oldest, so that the first match is the newest. Verification allows it only where a match
 * is an acceptance: that one is no secret, since the answer says so, and whoever sent a good code knows its age. Where a
 * match would be refused (an older code, a used one), and where there is none, all candidates are looked at. So the time
 * of a refusal depends on the policy and on the last accepted step, never on the code.
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
  /** Whether the search may end at the newest match; only where that match is an acceptance (see the note above). */
  readonly stopAtMatch: boolean;
}

/**
 * The index (0 is `firstCounter`) of the newest counter whose code is equal, or -1.
 * @throws RangeError for a search that no verification asks for: counters beyond 2^53, a code of more digits
 */
export type WindowKernel<Key> = (search: WindowSearch<Key>) => number;

/** The checked fallback, and the judge of faster kernels: one HMAC call per candidate. */
export function makeHmacKernel<Key>(bind: (hash: OtpHash, key: Key) => Hmac): WindowKernel<Key> {
  return (search) => {
    assertSearch(search);
    const { key, hash, digits, firstCounter, count, code, stopAtMatch } = search;
    const hmac = bind(hash, key);
    const counter = counterBytes(firstCounter);
    let newest = -1;
    for (let index = count - 1; index >= 0; index -= 1) {
      writeCounter(counter, firstCounter + index);
      const equal = equalMask(codeNumber(truncateMac(hmac(counter)), digits), code);
      // The newer one of two matches stays.
      newest = Math.max(newest, (index & equal) | ~equal);
      if (stopAtMatch && newest >= 0) break;
    }
    return newest;
  };
}

export function assertSearch(search: Omit<WindowSearch<unknown>, "key">): void {
  const { digits, firstCounter, count, code } = search;
  const last = firstCounter + Math.max(count - 1, 0);
  const isRun = isWhole(firstCounter) && isWhole(count) && isWhole(last);
  if (!isRun) throw new RangeError("the counters of a search are whole numbers of 0 to 2^53 - 1");
  if (!isWhole(code) || code >= 10 ** digits) {
    throw new RangeError("the code of a search is a whole number below 10^digits");
  }
}

function isWhole(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

/** All ones when equal, all zeros when different, without a branch, for numbers below 2^31. */
function equalMask(left: number, right: number): number {
  const difference = left ^ right;
  return ~((difference | -difference) >> 31);
}
