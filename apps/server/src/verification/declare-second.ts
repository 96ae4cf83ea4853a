/**
 * The phone tells which second was tapped (api.md, Phone). Only the live device of a token that can make codes may;
 * repeating it is harmless. The answer says whether it must go on telling.
 */
import { stepWindowAt, timeStepAt, asUnixSeconds, unixSecondsOf } from "@ramznama/otp";
import { appendAudit } from "../audit/index.ts";
import { loadDeviceByKey } from "../customers/index.ts";
import { rfc3339, secondsOf, type Clock } from "../platform/clock.ts";
import { transaction, type Database, type Tx } from "../platform/database.ts";
import { RamznamaError } from "../platform/ramznama-error.ts";
import type { DeviceCaller } from "../platform/serve-route.ts";
import type { Policy } from "../policy.ts";
import {
  loadTokenBySerial,
  lockTokens,
  timePolicyOfToken,
  type TokenRow,
} from "../tokens/index.ts";
import { loadCounters, lockCounters } from "./counters.ts";
import { decideDeclaration, type DeclarationOutcome } from "./decide-declaration.ts";
import { decideDeclares, tokenRules, type Declares } from "./decide-guess.ts";
import { loadDeclaredSteps, saveDeclaredStep } from "./declared-seconds.ts";

export interface DeclarationContext {
  readonly database: Database;
  readonly clock: Clock;
  readonly policy: Policy;
}

export interface Declaration {
  readonly caller: DeviceCaller;
  readonly serial: string;
  /** The second of the tap by the server's time, as the phone knows it. */
  readonly second: number;
  readonly reference: string;
}

/** As the phone hears it; null while it may show codes without telling. */
export type DeclaresOnWire = { readonly reason: "guesses"; readonly until: string } | null;

export const declareSecond = (
  { database, clock, policy }: DeclarationContext,
  declaration: Declaration,
): Promise<{ readonly declares: DeclaresOnWire }> =>
  transaction(database, async (tx) => {
    const token = await lockOwnToken(tx, declaration);
    // Read after the lock was granted, as a verification does.
    const now = clock.now();
    const { failureSeconds, lastAcceptedStep } = (await lockCounters(tx, [token]))(token.id);
    const profile = timePolicyOfToken(token);
    const step = timeStepAt(asUnixSeconds(declaration.second), profile);
    const outcome = decideDeclaration(
      {
        step,
        stepSeconds: profile.stepSeconds,
        nowSeconds: secondsOf(now),
        window: stepWindowAt(profile, unixSecondsOf(now)),
        lastAcceptedStep,
        declared: await loadDeclaredSteps(tx, token.id, now),
      },
      policy.guessing,
    );
    if (outcome.outcome === "refuse") throw refusalOf(outcome);
    if (outcome.outcome === "declare") await declare(tx, token, declaration, step, now);
    const rules = tokenRules(policy.guessing, token.profile);
    return { declares: onWire(decideDeclares(failureSeconds, secondsOf(now), rules)) };
  });

/**
 * Nobody learns whether a serial that is not theirs exists, nor holds up its owner's payment by its lock.
 * @throws RamznamaError `device_not_registered`, `token_not_found`, `token_state_conflict`
 */
const lockOwnToken = async (tx: Tx, { caller, serial }: Declaration): Promise<TokenRow> => {
  const device = await loadDeviceByKey(tx, caller.thumbprint);
  if (device === undefined) throw new RamznamaError("device_not_registered");
  const found = await loadTokenBySerial(tx, serial);
  const own = found?.device_id === device.id ? found : undefined;
  const [token] = own === undefined ? [] : await lockTokens(tx, [own.id]);
  if (token === undefined) throw new RamznamaError("token_not_found");
  if (!makesCodes(token)) throw new RamznamaError("token_state_conflict");
  return token;
};

const makesCodes = ({ state }: Pick<TokenRow, "state">): boolean =>
  state === "active" || state === "confirming";

const refusalOf = (outcome: Extract<DeclarationOutcome, { outcome: "refuse" }>): RamznamaError =>
  outcome.reason === "out_of_window"
    ? new RamznamaError("second_out_of_window")
    : new RamznamaError("rate_limited", { retryAfterSeconds: outcome.retryAfterSeconds });

const declare = async (
  tx: Tx,
  token: TokenRow,
  { second, reference }: Declaration,
  step: number,
  now: number,
): Promise<void> => {
  await saveDeclaredStep(tx, token.id, step, now);
  await appendAudit(tx, now, {
    type: "second.declared",
    actor: { kind: "device", id: token.device_id ?? "" },
    customerId: token.customer_id,
    token,
    details: { second },
    reference,
  });
};

const onWire = (declares: Declares | undefined): DeclaresOnWire =>
  declares === undefined
    ? null
    : { reason: declares.reason, until: rfc3339(declares.untilSeconds * 1000) };

/** For the phone's list: which of its tokens must declare. Takes no lock; the next answer may differ. */
export const loadDeclares = async (
  { database, clock, policy }: DeclarationContext,
  tokens: readonly TokenRow[],
): Promise<(token: TokenRow) => DeclaresOnWire> => {
  const making = tokens.filter(makesCodes);
  const counters = await loadCounters(database, making);
  const nowSeconds = secondsOf(clock.now());
  return (token) => {
    if (!makesCodes(token)) return null;
    const rules = tokenRules(policy.guessing, token.profile);
    return onWire(decideDeclares(counters(token.id).failureSeconds, nowSeconds, rules));
  };
};
