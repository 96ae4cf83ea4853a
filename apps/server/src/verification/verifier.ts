/**
 * The one way in to verification: answers a channel's question from a batch where that is enough, and by the careful
 * path where it is not. Both decide by the same rules and are held apart by the same version of the token's counters.
 */
import type { VerificationResponse } from "@ramznama/contract";
import type pg from "pg";
import { subjectKeyOf } from "../links/index.ts";
import { createPool, type DatabaseOptions } from "../platform/database.ts";
import type { Random } from "../platform/random.ts";
import { createLanes } from "./lanes.ts";
import { contentDigest } from "./remembered-answers.ts";
import type { VerificationCall } from "./verification-events.ts";
import { verifyBatch, type BatchResult, type Waiting } from "./verify-batch.ts";
import { verifyCarefully, type VerificationContext } from "./verify-carefully.ts";

export interface VerifierContext extends VerificationContext {
  readonly lanePool: pg.Pool;
  readonly random: Random;
}

export type VerifyCode = (call: VerificationCall) => Promise<VerificationResponse>;

/**
 * One is computed while the database works on another, and the third keeps both from waiting whenever their parts take
 * unlike times. More only make the batches smaller (0024).
 */
const lanes = 3;
const batchMax = 256;

/** The connections of the lanes, one each. */
export const createLanePool = (options: Omit<DatabaseOptions, "maxConnections">): pg.Pool =>
  createPool({
    ...options,
    maxConnections: lanes,
    // Each row is found by its key and in the given order, whatever the statistics of a young table say: a batch locks
    // tokens in the order of their ids, and its plan is made once.
    settings: ["hashjoin", "mergejoin", "seqscan", "material", "memoize"]
      .map((way) => `-c enable_${way}=off`)
      .concat("-c plan_cache_mode=force_generic_plan")
      // One token that somebody holds for long must not hold up the others of its batch (verify-batch.ts).
      .concat("-c lock_timeout=250ms"),
  });

/** @throws RamznamaError as the door says, `database_unavailable` when nothing could be stored among them */
export const createVerifier = (context: VerifierContext): VerifyCode => {
  const batchContext = { ...context, tokensUnderWay: new Set<number>() };
  const waitingRoom = createLanes<Waiting>({
    lanes,
    batchMax,
    keysOf: ({ keys }) => keys,
    run: (batch) => verifyBatch(batchContext, batch),
  });
  return async (call) => {
    const verificationId = context.random.uuid();
    const result = await new Promise<BatchResult>((settle) => {
      waitingRoom.add(waitingOf(context, call, verificationId, settle));
    });
    switch (result.kind) {
      case "answered":
        return result.answer;
      case "failed":
        throw result.error;
      case "careful":
        return verifyCarefully(context, call, { verificationId, missed: result.missed });
    }
  };
};

const waitingOf = (
  { keyring }: VerifierContext,
  call: VerificationCall,
  verificationId: string,
  settle: Waiting["settle"],
): Waiting => {
  const { channel, request } = call;
  const { purpose, subject, transactionReference } = request;
  const subjectKey = subjectKeyOf(keyring, purpose, subject);
  return {
    call,
    verificationId,
    settle,
    subjectKey,
    contentDigest: contentDigest(keyring, request),
    keys: [subjectKey.toString("latin1"), `${channel} ${transactionReference}`],
  };
};
