/**
 * The check of a code of a token from elsewhere: time- or counter-based, its clock learnt, brought back by two codes in
 * a row. Everything is searched always and decided afterwards, as in verify-totp.ts.
 */

import {
  decideImported,
  secondStep,
  type FoundCode,
  type ImportedVerdict,
  type TokenMemory,
} from "./decide-resync.ts";
import { learnsDrift, secondsOfToken } from "./drift.ts";
import type { OtpCode } from "./otp-code.ts";
import type { OtpPolicy } from "./otp-policy.ts";
import { resyncRunsAt } from "./resync-window.ts";
import { asTimeStep, type UnixSeconds } from "./time-step.ts";
import { verifyHotp } from "./verify-hotp.ts";
import { verifyTotp } from "./verify-totp.ts";
import type { WindowKernel } from "./window-kernel.ts";

export interface ImportedVerification<Key> {
  readonly key: Key;
  readonly policy: OtpPolicy;
  /** Parsed with the digits of this policy. */
  readonly code: OtpCode;
  readonly now: UnixSeconds;
  readonly memory: TokenMemory;
}

export function verifyImported<Key>(
  kernel: WindowKernel<Key>,
  verification: ImportedVerification<Key>,
): ImportedVerdict {
  const { policy, now, memory } = verification;
  const window = searchWindow(kernel, verification);
  const beyond = searchBeyond(kernel, verification);
  const second = secondStep(policy, now, memory);
  const followsFirst =
    second !== undefined && searchRun(kernel, verification, second, 1) !== undefined;
  return decideImported(policy, now, memory, { window, followsFirst, beyond });
}

function searchWindow<Key>(
  kernel: WindowKernel<Key>,
  { key, policy, code, now, memory }: ImportedVerification<Key>,
): FoundCode["window"] {
  const { lastAccepted, driftSteps } = memory;
  if (policy.kind === "hotp") {
    const nextCounter = lastAccepted === undefined ? 0 : lastAccepted + 1;
    const verdict = verifyHotp(kernel, { key, policy, code, nextCounter });
    return verdict.ok ? { ok: true, step: verdict.counter } : verdict;
  }
  return verifyTotp(kernel, {
    key,
    policy,
    code,
    now: learnsDrift(policy) ? secondsOfToken(policy, now, driftSteps) : now,
    lastAcceptedStep: lastAccepted === undefined ? undefined : asTimeStep(lastAccepted),
  });
}

function searchBeyond<Key>(
  kernel: WindowKernel<Key>,
  verification: ImportedVerification<Key>,
): number | undefined {
  const { policy, now, memory } = verification;
  return resyncRunsAt(policy, now, memory)
    .map(({ firstStep, count }) => searchRun(kernel, verification, firstStep, count))
    .findLast((step) => step !== undefined);
}

function searchRun<Key>(
  kernel: WindowKernel<Key>,
  { key, policy, code }: ImportedVerification<Key>,
  firstCounter: number,
  count: number,
): number | undefined {
  if (count === 0) return undefined;
  const { hash, digits } = policy;
  const search = { key, hash, digits, firstCounter, count, code: Number(code), stopAtMatch: false };
  const index = kernel(search);
  return index < 0 ? undefined : firstCounter + index;
}
