/**
 * Why a code fitted no second of its window: perhaps the phone's clock is off. After the channel has its answer, the
 * seconds of an hour before and after are looked through, and where one fits, the audit says by how much.
 *
 * [Note: Nothing is learnt by it] It runs after the answer, for every counted failure of the bank's own tokens, over
 * all seconds whatever the code is; so neither the answer nor its time tells that a guess came near. It changes no
 * counter and no window, and accepts nothing. When more wait than can be looked at, the newest are let go: the teller
 * then says less, and nothing else changes.
 */
import { setTimeout as rest } from "node:timers/promises";
import {
  parseCode,
  stepWindowAt,
  unixSecondsOf,
  type OtpCode,
  type TotpPolicy,
} from "@ramznama/otp";
import { appendAudit } from "../audit/index.ts";
import type { Keyring } from "../keys/index.ts";
import { secondsOf } from "../platform/clock.ts";
import { transaction, type Database } from "../platform/database.ts";
import { describeError, type Logger } from "../platform/logger.ts";
import { timePolicyOfToken, withSeed, type TokenRow } from "../tokens/index.ts";
import { windowKernel } from "./search-window.ts";
import { codeEvent, type VerificationCall } from "./verification-events.ts";

/** One refused code of one token, as it was when the failure was stored. */
export interface MissedCode {
  readonly call: VerificationCall;
  readonly verificationId: string;
  readonly token: TokenRow;
  readonly lastAcceptedStep: number | null;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

interface Attempt extends Omit<MissedCode, "token" | "lastAcceptedStep"> {
  readonly tokens: readonly TokenRow[];
  readonly counters: (tokenId: number) => Pick<MissedCode, "lastAcceptedStep">;
}

export const missedCodes = (
  { call, verificationId, now, tokens, counters }: Attempt,
  failedTokenIds: readonly number[],
): readonly MissedCode[] =>
  tokens
    .filter((token) => failedTokenIds.includes(token.id))
    .map((token) => {
      const { lastAcceptedStep } = counters(token.id);
      return { call, verificationId, token, lastAcceptedStep, now };
    });

export interface MissExplainer {
  /** Never waits and never fails. */
  later(missed: MissedCode): void;
  /** Resolves when everything that waits has been looked at. */
  drain(): Promise<void>;
  stop(): Promise<void>;
}

interface Context {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly logger: Logger;
}

const reachSeconds = 3_600;

/** About a tenth of a millisecond. */
const secondsAtOnce = 600;

/** Between two runs requests are served, and however many codes are sprayed, this takes a tenth of a processor. */
const restMilliseconds = 1;

/** A quarter of a minute's work. A spray of codes fills it, and is seen by its alarms. */
const waitingMax = 1_000;

export const createMissExplainer = (context: Context): MissExplainer => {
  const waiting: MissedCode[] = [];
  let running: Promise<void> | undefined;
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      await explain(context, next).catch((error: unknown) => {
        context.logger.warn("miss.not-explained", describeError(error));
      });
    }
    running = undefined;
  };
  return {
    later: (missed) => {
      if (waiting.length >= waitingMax || !isOurs(missed.token)) return;
      waiting.push(missed);
      running ??= rest(restMilliseconds).then(work);
    },
    drain: async () => {
      await running;
    },
    stop: async () => {
      waiting.length = 0;
      await running;
    },
  };
};

/** With longer steps a second cannot be told from a code, and tokens from elsewhere learn their clocks (0020). */
const isOurs = ({ provenance, profile }: TokenRow): boolean =>
  provenance === "activated" && "stepSeconds" in profile && profile.stepSeconds === 1;

const explain = async ({ database, keyring }: Context, missed: MissedCode): Promise<void> => {
  const secondsOff = await searchAround(keyring, missed);
  if (secondsOff === undefined) return;
  const { call, verificationId, token, now } = missed;
  await transaction(database, (tx) =>
    appendAudit(tx, now, codeEvent("code.explained", call, verificationId, token, { secondsOff })),
  );
};

/** How much later the code's second is than now; undefined where none of the hour fits. */
export const searchAround = async (
  keyring: Keyring,
  { call, token, lastAcceptedStep, now }: MissedCode,
): Promise<number | undefined> => {
  const policy = timePolicyOfToken(token);
  const code = parseCode(call.request.code, policy.digits);
  if (!code.ok || token.sealed_seed === null) return undefined;
  const found: number[] = [];
  for (const run of runsAround(policy, secondsOf(now))) {
    // Opened for each run anew: the seed does not lie in the clear while this rests.
    const step = withSeed(keyring, token, (key) => searchRun(key, policy, code.value, run));
    // An older code than the last accepted one was taken before it: that says nothing about the clock.
    if (step !== undefined && step > (lastAcceptedStep ?? -1)) found.push(step - secondsOf(now));
    await rest(restMilliseconds);
  }
  return found.sort((one, other) => Math.abs(one) - Math.abs(other))[0];
};

interface Run {
  readonly firstStep: number;
  readonly count: number;
}

/** Everything within reach that the window did not hold, in short runs. */
const runsAround = (policy: TotpPolicy, nowSeconds: number): readonly Run[] => {
  const window = stepWindowAt(policy, unixSecondsOf(nowSeconds * 1_000));
  const afterWindow = window.firstStep + window.count;
  return [
    ...cut(Math.max(0, nowSeconds - reachSeconds), window.firstStep),
    ...cut(afterWindow, nowSeconds + reachSeconds + 1),
  ];
};

/** From `first` up to and without `end`. */
const cut = (first: number, end: number): readonly Run[] => {
  const runs: Run[] = [];
  for (let firstStep = first; firstStep < end; firstStep += secondsAtOnce) {
    runs.push({ firstStep, count: Math.min(secondsAtOnce, end - firstStep) });
  }
  return runs;
};

const searchRun = (
  key: Uint8Array,
  { hash, digits }: TotpPolicy,
  code: OtpCode,
  { firstStep, count }: Run,
): number | undefined => {
  const index = windowKernel.search({
    key,
    hash,
    digits,
    firstCounter: firstStep,
    count,
    code: Number(code),
    stopAtMatch: false,
  });
  return index < 0 ? undefined : firstStep + index;
};
