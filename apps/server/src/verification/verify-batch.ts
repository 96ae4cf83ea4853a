/** One batch: load together, decide each, store together. What cannot be decided here goes the careful way. */
import { timingSafeEqual } from "node:crypto";
import type { VerificationResponse } from "@ramznama/contract";
import type pg from "pg";
import type { Keyring } from "../keys/index.ts";
import { ownershipHoldsSince } from "../links/index.ts";
import { secondsOf, type Clock } from "../platform/clock.ts";
import {
  isDatabaseUnavailable,
  isLockTimeout,
  isRepeatable,
  isUniqueViolation,
} from "../platform/database.ts";
import { RamznamaError } from "../platform/ramznama-error.ts";
import type { Policy } from "../policy.ts";
import { acceptedDetails } from "./accepted-code.ts";
import { decideAtOnce, type AtOnce } from "./decide-at-once.ts";
import { loadBatch, type BatchQuestion, type LoadedQuestion } from "./load-batch.ts";
import { referenceHoldsSince } from "./remembered-answers.ts";
import { searchWindow } from "./search-window.ts";
import { storeBatch, type LookedAtCode } from "./store-batch.ts";
import { codeDetails } from "./verification-events.ts";

export interface BatchContext {
  /** Connections of the lanes alone (verifier.ts). */
  readonly lanePool: pg.Pool;
  readonly clock: Clock;
  readonly keyring: Keyring;
  readonly policy: Policy;
  /** Tokens of every batch under way: one of them is never in two. */
  readonly tokensUnderWay: Set<number>;
}

/** A verification that waits for its answer. */
export interface Waiting extends BatchQuestion {
  readonly verificationId: string;
  readonly contentDigest: Buffer;
  /** Its subject and its reference: never under way twice. */
  readonly keys: readonly string[];
  readonly settle: (result: BatchResult) => void;
}

export type BatchResult =
  | { readonly kind: "answered"; readonly answer: VerificationResponse }
  | { readonly kind: "failed"; readonly error: unknown }
  /** `missed`: the batch has looked at the code and counted the failed guess already. */
  | { readonly kind: "careful"; readonly missed?: { readonly tokenId: number } };

interface Found {
  readonly index: number;
  readonly code: LookedAtCode;
}

type Decided = BatchResult | { readonly kind: "store"; readonly code: LookedAtCode };

const triesMax = 4;

/** Never rejects. Returns those whose token was busy or has moved: they must be asked anew. */
export const verifyBatch = async (
  context: BatchContext,
  batch: readonly Waiting[],
): Promise<readonly Waiting[]> => {
  for (let tries = 1; ; tries += 1) {
    try {
      const results = await tryBatch(context, batch);
      return batch.filter((waiting, index) => {
        const result = results[index];
        if (result !== undefined) waiting.settle(result);
        return result === undefined;
      });
    } catch (error) {
      // A lost connection leaves open whether the batch was stored. Asking again tells: its answers are remembered.
      const away = isDatabaseUnavailable(error);
      if ((isRepeatable(error) || away) && tries < triesMax) continue;
      if (batch.length > 1 && !away) return oneByOne(context, batch);
      // Answered elsewhere a moment ago: the next load finds that answer.
      if (isUniqueViolation(error) && tries < triesMax) continue;
      const result = isLockTimeout(error) ? careful : failureOf(error);
      for (const waiting of batch) waiting.settle(result);
      return [];
    }
  }
};

/** Somebody holds the token for long: the careful path waits for it on a connection of its own. */
const careful: BatchResult = { kind: "careful" };

const failureOf = (error: unknown): BatchResult => ({
  kind: "failed",
  error: isDatabaseUnavailable(error)
    ? new RamznamaError("database_unavailable", { retryAfterSeconds: 2, cause: error })
    : error,
});

/** One of them cannot be stored, and took the others' statement with it: each on its own, so that only it fails. */
const oneByOne = async (
  context: BatchContext,
  batch: readonly Waiting[],
): Promise<readonly Waiting[]> => {
  const again: Waiting[] = [];
  for (const waiting of batch) again.push(...(await verifyBatch(context, [waiting])));
  return again;
};

/** The result of each, in order; undefined where it must be asked anew. */
const tryBatch = async (
  context: BatchContext,
  batch: readonly Waiting[],
): Promise<readonly (BatchResult | undefined)[]> => {
  const { lanePool, clock, tokensUnderWay } = context;
  const asked = clock.now();
  const loaded = await loadBatch(lanePool, batch, {
    ownershipHoldsSince: ownershipHoldsSince(asked),
    referenceHoldsSince: referenceHoldsSince(asked),
  });
  const now = clock.now();
  const results: (BatchResult | undefined)[] = batch.map(() => undefined);
  const found: Found[] = [];
  try {
    for (const [index, waiting] of batch.entries()) {
      const decided = decideOne(context, waiting, loaded.questions[index], now);
      if (decided.kind !== "store") results[index] = decided;
      else if (!tokensUnderWay.has(decided.code.token.id)) {
        tokensUnderWay.add(decided.code.token.id);
        found.push({ index, code: decided.code });
      }
    }
    const codes = found.map((one) => one.code);
    const stored = await storeBatch(lanePool, codes, { now, floorSecond: loaded.floorSecond });
    for (const { index, code } of found) {
      if (stored.has(code.verificationId)) results[index] = storedResult(code);
    }
    return results;
  } finally {
    for (const { code } of found) tokensUnderWay.delete(code.token.id);
  }
};

const storedResult = ({ outcome, token, verificationId }: LookedAtCode): BatchResult =>
  outcome.accepted
    ? { kind: "answered", answer: { outcome: "accepted", verificationId } }
    : { kind: "careful", missed: { tokenId: token.id } };

const decideOne = (
  context: BatchContext,
  waiting: Waiting,
  loaded: LoadedQuestion | undefined,
  now: number,
): Decided => {
  if (loaded === undefined) throw new Error("a question of the batch was not loaded");
  const { remembered } = loaded;
  const decided = decideAtOnce(
    loaded,
    {
      verificationId: waiting.verificationId,
      isSameContent:
        remembered !== undefined &&
        timingSafeEqual(remembered.contentDigest, waiting.contentDigest),
      holder: waiting.call.request.holder,
      nowSeconds: secondsOf(now),
    },
    context.policy.guessing,
  );
  switch (decided.kind) {
    case "answered":
    case "careful":
      return decided;
    case "reference_reused":
      return { kind: "failed", error: new RamznamaError("reference_reused") };
    case "search":
      return search(context, waiting, decided, now);
  }
};

const search = (
  { keyring }: BatchContext,
  waiting: Waiting,
  { token, plain }: Extract<AtOnce, { kind: "search" }>,
  now: number,
): Decided => {
  const { call, verificationId, contentDigest } = waiting;
  const { code } = call.request;
  const { id, customer_id } = token;
  const { counters } = plain;
  const searched = { id, profile: plain.profile, sealed_seed: plain.sealed_seed };
  const { verdict } = searchWindow(keyring, searched, counters.lastAcceptedStep, code, now);
  const about = {
    ...{ call, verificationId, contentDigest, counters },
    token: { id, customer_id },
  };
  if (!verdict.ok) {
    // Neither a used code nor what is no code is a guess; a guess is counted with the look itself, whatever comes then.
    if (verdict.reason !== "no_match") return { kind: "careful" };
    return { kind: "store", code: { ...about, outcome: { accepted: false } } };
  }
  const { step } = verdict;
  const accepted = { tokenId: id, step, declared: false };
  const details = codeDetails(
    call,
    verificationId,
    acceptedDetails(searched, accepted, secondsOf(now)),
  );
  return { kind: "store", code: { ...about, outcome: { accepted: true, step, details } } };
};
