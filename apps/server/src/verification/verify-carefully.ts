/**
 * One verification, from the channel's question to the stored answer, in one transaction: claim the reference, find
 * the subject's tokens, lock them, search their windows, decide, store counters, answer and audit event together.
 * Two requests with the same code follow one another on the token's lock; the second finds the step used.
 */
import type { VerificationRequest, VerificationResponse } from "@ramznama/contract";
import { confirmByCode } from "../activation/index.ts";
import { appendAcceptedCode, appendAudit } from "../audit/index.ts";
import type { CoreBank } from "../core-bank/index.ts";
import type { Keyring } from "../keys/index.ts";
import {
  confirmOwnership,
  loadLinkedTokens,
  staleLinks,
  subjectKeyOf,
  type LinkedToken,
} from "../links/index.ts";
import { secondsOf, type Clock } from "../platform/clock.ts";
import { transaction, type Database, type Tx } from "../platform/database.ts";
import type { Policy } from "../policy.ts";
import { lockTokens, type TokenRow } from "../tokens/index.ts";
import { acceptedDetails, saveAcceptedCode } from "./accepted-code.ts";
import { lockCounters, saveFailure, type TokenCounters } from "./counters.ts";
import { countGuess } from "./count-guess.ts";
import { decideOriginDelay } from "./decide-throttle.ts";
import {
  decideVerification,
  holderNotNamed,
  type AcceptedCode,
  type VerificationOutcome,
} from "./decide-verification.ts";
import { countRefusals, loadOrigin, withoutOrigin } from "./origin-refusals.ts";
import {
  claimReference,
  contentDigest,
  isAnswered,
  releaseReference,
  saveAnswer,
} from "./remembered-answers.ts";
import { missedCodes, type MissedCode, type MissExplainer } from "./explain-miss.ts";
import { searchCandidates } from "./search-candidates.ts";
import { channelActor, codeEvent, type VerificationCall } from "./verification-events.ts";

export interface VerificationContext {
  readonly database: Database;
  readonly clock: Clock;
  readonly keyring: Keyring;
  readonly coreBank: CoreBank;
  readonly policy: Policy;
  readonly missExplainer: MissExplainer;
}

/** The careful path of a verification that a batch does not answer (decide-at-once.ts). */
export const verifyCarefully = async (
  context: VerificationContext,
  call: VerificationCall,
  begun: Begun,
): Promise<VerificationResponse> => {
  // Core banking is asked before the transaction: no lock is held while another system thinks.
  await renewOwnership(context, call);
  const { answer, missed } = await transaction(context.database, (tx) =>
    verifyInside(context, tx, call, begun),
  );
  for (const one of missed) context.missExplainer.later(one);
  return answer;
};

/** The answer, and the codes to look into once the channel has it. */
interface Verified {
  readonly answer: VerificationResponse;
  readonly missed: readonly MissedCode[];
}

const nothingMissed = (answer: VerificationResponse): Verified => ({ answer, missed: [] });

/** What a batch did before it handed the verification over. */
interface Begun {
  /** Names this verification, whichever path answers it. */
  readonly verificationId: string;
  /** It looked at the code of this token, and counted the failed guess. */
  readonly missed: { readonly tokenId: number } | undefined;
}

/** One attempt under way: what was asked, what it is asked about, and when. */
interface Attempt {
  readonly call: VerificationCall;
  readonly question: Parameters<typeof claimReference>[1];
  readonly tokens: readonly TokenRow[];
  readonly counters: (tokenId: number) => TokenCounters;
  readonly verificationId: string;
  /** Milliseconds since the Unix epoch, read after the locks were granted. */
  readonly now: number;
  /** The failed guess stands in the counters already. */
  readonly isCounted?: boolean;
}

/** Core banking's word is asked for only where it is old and the answer is not known already. */
const renewOwnership = async (context: VerificationContext, call: VerificationCall) => {
  const { database, keyring, clock } = context;
  const { purpose, subject, transactionReference } = call.request;
  const linked = await loadLinkedTokens(database, keyring, purpose, subject);
  const stale = staleLinks(linked, clock.now());
  if (stale.length === 0) return;
  const asked = { channel: call.channel, reference: transactionReference, now: clock.now() };
  if (await isAnswered(database, asked)) return;
  await confirmOwnership(context, clock.now(), purpose, subject, stale);
};

const verifyInside = async (
  context: VerificationContext,
  tx: Tx,
  call: VerificationCall,
  { verificationId, missed }: Begun,
): Promise<Verified> => {
  const { keyring, clock, policy } = context;
  const { request, channel } = call;
  const question = {
    channel,
    reference: request.transactionReference,
    digest: contentDigest(keyring, request),
    now: clock.now(),
  };
  const remembered = await claimReference(tx, question);
  if (remembered !== undefined) return nothingMissed(remembered);
  const tokens = await lockCandidates(context, tx, request);
  const attempt: Attempt = {
    call,
    question,
    tokens,
    counters: await lockCounters(tx, tokens),
    verificationId,
    now: clock.now(),
  };
  if (missed !== undefined) return refuseMissed(context, tx, attempt, missed.tokenId);
  const originWait = await originDelayOf(tx, attempt, policy);
  if (originWait > 0) return throttle(tx, attempt, "origin", originWait);
  // One code would be tried against two people: it is looked at for nobody, and is a guess at nobody's token.
  if (new Set(tokens.map((token) => token.customer_id)).size > 1) {
    return store(context, tx, { ...attempt, tokens: [] }, holderNotNamed);
  }
  const { candidates, retryAfterSeconds } = await searchCandidates(keyring, tx, attempt, policy);
  if (retryAfterSeconds !== undefined) {
    const throttled = await throttle(tx, attempt, "guesses", retryAfterSeconds);
    await countAgainstOrigin(tx, attempt, policy.guessing.originFailuresPerHour);
    return throttled;
  }
  return store(context, tx, attempt, decideVerification(candidates));
};

/** A batch has looked at the code and counted its failure; it is refused, and neither looked at nor counted again. */
const refuseMissed = (
  context: VerificationContext,
  tx: Tx,
  attempt: Attempt,
  tokenId: number,
): Promise<Verified> => {
  const verdict = { ok: false, reason: "no_match" } as const;
  const isStillHeld = attempt.tokens.some((token) => token.id === tokenId);
  const outcome = decideVerification(isStillHeld ? [{ tokenId, verdict }] : []);
  return store(context, tx, { ...attempt, isCounted: true }, outcome);
};

const lockCandidates = async (
  { keyring }: Pick<VerificationContext, "keyring">,
  tx: Tx,
  request: VerificationRequest,
): Promise<readonly TokenRow[]> => {
  const held = await loadHeld(tx, keyring, request);
  const locked = await lockTokens(
    tx,
    held.map((one) => one.tokenId),
  );
  // A token may have ended, or lost its link, while we waited for its lock.
  const still = new Set((await loadHeld(tx, keyring, request)).map((one) => one.tokenId));
  return locked.filter((token) => still.has(token.id));
};

const loadHeld = async (
  tx: Tx,
  keyring: Keyring,
  { purpose, subject, holder }: VerificationRequest,
): Promise<readonly LinkedToken[]> => {
  const linked = await loadLinkedTokens(tx, keyring, purpose, subject);
  return holder === undefined ? linked : linked.filter((one) => one.customerId === holder);
};

const originDelayOf = async (tx: Tx, attempt: Attempt, { guessing }: Policy): Promise<number> => {
  const { call, now } = attempt;
  const origin = await loadOrigin(tx, call.channel, call.request.origin);
  return decideOriginDelay(origin, secondsOf(now), guessing.originFailuresPerHour);
};

const throttle = async (
  tx: Tx,
  attempt: Attempt,
  cause: "guesses" | "origin",
  retryAfterSeconds: number,
): Promise<Verified> => {
  await releaseReference(tx, attempt.question);
  const { call, verificationId, tokens, now } = attempt;
  await appendAudit(
    tx,
    now,
    codeEvent("code.throttled", call, verificationId, tokens[0], { cause, retryAfterSeconds }),
  );
  const reason = "throttled";
  return nothingMissed({ outcome: "rejected", reason, retryAfterSeconds, verificationId });
};

const store = async (
  context: VerificationContext,
  tx: Tx,
  attempt: Attempt,
  outcome: VerificationOutcome,
): Promise<Verified> => {
  const verified =
    outcome.outcome === "accepted"
      ? await accept(tx, attempt, outcome)
      : await reject(context, tx, attempt, outcome);
  await saveAnswer(tx, attempt.question, verified.answer);
  return verified;
};

const accept = async (tx: Tx, attempt: Attempt, code: AcceptedCode): Promise<Verified> => {
  const { now, call, verificationId } = attempt;
  const token = attempt.tokens.find((one) => one.id === code.tokenId);
  if (token === undefined) throw new Error("the accepted token is not among the candidates");
  await saveAcceptedCode(tx, code, secondsOf(now));
  const details = acceptedDetails(token, code, secondsOf(now));
  await appendAcceptedCode(tx, now, {
    ...codeEvent("code.accepted", call, verificationId, token, details),
    token,
  });
  if (token.state === "confirming") {
    await confirmByCode(tx, token, now, channelActor(call), call.reference);
  }
  return nothingMissed({ outcome: "accepted", verificationId });
};

const reject = async (
  { policy, keyring }: VerificationContext,
  tx: Tx,
  attempt: Attempt,
  outcome: Extract<VerificationOutcome, { outcome: "rejected" }>,
): Promise<Verified> => {
  const { now, call, counters, verificationId } = attempt;
  for (const tokenId of attempt.isCounted === true ? [] : outcome.failedTokenIds) {
    await saveFailure(tx, tokenId, counters(tokenId).failureSeconds, secondsOf(now));
  }
  await appendAudit(tx, now, ...(await countGuess(tx, attempt, outcome, policy.guessing)));
  const [token] = attempt.tokens;
  await appendAudit(
    tx,
    now,
    codeEvent("code.refused", call, verificationId, token, {
      cause: outcome.cause,
      // Without a token nothing else says which card or account was tried.
      ...(token === undefined ? { subjectDigest: digestOf(keyring, call.request) } : {}),
    }),
  );
  await countAgainstOrigin(tx, attempt, policy.guessing.originFailuresPerHour);
  return {
    answer: { outcome: "rejected", reason: outcome.reason, verificationId },
    missed: missedCodes(attempt, outcome.failedTokenIds),
  };
};

const digestOf = (keyring: Keyring, { purpose, subject }: VerificationRequest): string =>
  subjectKeyOf(keyring, purpose, subject).toString("hex").slice(0, 16);

/** An origin that reaches its limit raises one alarm an hour: one code sprayed over many cards shows up here. */
const countAgainstOrigin = async (tx: Tx, attempt: Attempt, limit: number): Promise<void> => {
  const { call, now } = attempt;
  // A channel that names no origin is counted as one, for the alarm only: a whole channel is never made to wait.
  const { channel, request } = call;
  const { origin = withoutOrigin } = request;
  const count = await countRefusals(tx, { channel, origin, added: 1, now });
  if (count !== limit) return;
  await appendAudit(tx, now, {
    type: "alarm.origin",
    actor: channelActor(call),
    details: { origin: request.origin ?? null, refusalsInHour: count },
    reference: call.reference,
  });
};
