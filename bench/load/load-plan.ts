/**
 * The requests of one run, made before it: every code distinct, valid and sent once. Tokens come in random order, each
 * again only after all the others and then with a later second.
 *
 * [Note: The seconds of the taps] A run starts some seconds after its plan. Tapped 3 to 25 s before that start, codes
 * reach the server 3 to 60 s old in a run of 35 s: as old as those of people who type. Where tokens are few and must
 * serve more often, the range is as many seconds longer as that takes.
 */
import { randomBytes, randomInt } from "node:crypto";
import type { VerificationCall } from "@ramznama/server";
import { cardNumberOf, codeOf, seedOf } from "./bench-token.ts";

export interface PlanSettings {
  readonly size: number;
  readonly secret: Uint8Array;
  readonly count: number;
  /** Unix second of the last run's start on this database: no second of its taps may come again. */
  readonly lastStart: number;
}

export interface LoadPlan {
  readonly count: number;
  /** The Unix second at which the run must start. */
  readonly start: number;
  /** Its transaction references begin with this. */
  readonly runName: string;
  readonly bodyLength: number;
  /** All bodies, one after the other, each `bodyLength` bytes. */
  readonly bodies: Buffer;
  /** The request as the engine gets it. */
  callOf(position: number): VerificationCall;
}

const newestTapSeconds = 3;
const tapSpreadSeconds = 22;
const terminals = 5_000;
/** A slow guess of how fast a plan is made. */
const plannedPerSecond = 25_000;

const bodyOf = (card: string, code: string, reference: string, terminal: number): string =>
  `{"purpose":"card-second-password","subject":"${card}","code":"${code}",` +
  `"transactionReference":"${reference}","origin":"terminal-${String(terminal).padStart(4, "0")}"}`;

export const planLoad = ({ size, secret, count, lastStart }: PlanSettings): LoadPlan => {
  const uses = Math.ceil(count / size);
  const spread = Math.max(1, Math.floor(tapSpreadSeconds / uses));
  const planned = Math.floor(Date.now() / 1000) + Math.ceil(count / plannedPerSecond) + 2;
  const start = Math.max(planned, lastStart + uses * spread + 1);
  const oldestTap = start - newestTapSeconds - uses * spread;
  const runName = randomBytes(4).toString("hex");
  const order = shuffledTokens(size, Math.min(count, size));
  const bodyLength = bodyOf("0".repeat(16), "0".repeat(8), referenceOf(runName, 0), 0).length;
  const bodies = Buffer.alloc(bodyLength * count);
  for (let position = 0; position < count; position += 1) {
    const token = order[position % size] ?? 1;
    const tap = oldestTap + Math.floor(position / size) * spread + randomInt(spread);
    const body = bodyOf(
      cardNumberOf(token),
      codeOf(seedOf(secret, token), tap),
      referenceOf(runName, position),
      randomInt(terminals),
    );
    bodies.write(body, position * bodyLength, "latin1");
  }
  const callOf = (position: number): VerificationCall => ({
    channel: "shop",
    request: JSON.parse(
      bodies.toString("latin1", position * bodyLength, (position + 1) * bodyLength),
    ) as VerificationCall["request"],
    reference: `b${position}`,
  });
  return { count, start, runName, bodyLength, bodies, callOf };
};

const referenceOf = (runName: string, position: number): string =>
  `${runName}-${String(position).padStart(9, "0")}`;

/** The first `count` of all tokens in random order (Fisher and Yates). */
const shuffledTokens = (size: number, count: number): Uint32Array => {
  const tokens = Uint32Array.from({ length: size }, (_, index) => index + 1);
  for (let index = 0; index < count; index += 1) {
    const other = index + Math.floor(Math.random() * (size - index));
    const picked = tokens[other] ?? 1;
    tokens[other] = tokens[index] ?? 1;
    tokens[index] = picked;
  }
  return tokens.subarray(0, count);
};
