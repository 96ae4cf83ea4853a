/** The rows of declared seconds. Whoever reads or changes a token's holds the token's row lock. */
import type { AuditEvent } from "../audit/index.ts";
import { later } from "../platform/clock.ts";
import type { Tx } from "../platform/database.ts";
import type { DeclaredStep } from "./decide-declaration.ts";

const daySeconds = 86_400;

/** Those of the last 24 hours: no window is longer, and the limit per day is counted over them. */
export const loadDeclaredSteps = async (
  tx: Tx,
  tokenId: number,
  now: number,
): Promise<readonly DeclaredStep[]> => {
  const rows = await tx
    .selectFrom("declared_seconds")
    .select(["step", "tries", "declared_at"])
    .where("token_id", "=", tokenId)
    .where("declared_at", ">", later(now, -daySeconds))
    .execute();
  return rows.map(({ step, tries, declared_at: at }) => ({
    step,
    tries,
    declaredAtSeconds: Math.floor(at.getTime() / 1000),
  }));
};

export const saveDeclaredStep = async (
  tx: Tx,
  tokenId: number,
  step: number,
  now: number,
): Promise<void> => {
  await tx
    .insertInto("declared_seconds")
    .values({ token_id: tokenId, step, tries: 0, declared_at: new Date(now) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
};

/** A wrong code costs every step that it was compared with one try. Returns the most tries of any of them. */
export const saveTry = async (
  tx: Tx,
  tokenId: number,
  steps: readonly number[],
): Promise<number> => {
  const rows = await tx
    .updateTable("declared_seconds")
    .set((eb) => ({ tries: eb("tries", "+", 1) }))
    .where("token_id", "=", tokenId)
    .where("step", "in", steps)
    .returning("tries")
    .execute();
  return Math.max(0, ...rows.map(({ tries }) => tries));
};

/** Somebody tries code after code while the owner is about to pay, or has used up what a year allows. */
export const tokenAlarm = (
  cause: "failures_of_year" | "declared_second_spent",
  about: Pick<AuditEvent, "actor" | "customerId" | "token" | "reference">,
): AuditEvent => ({ ...about, type: "alarm.token", details: { cause } });
