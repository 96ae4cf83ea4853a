/** Money that moves between accounts or leaves the bank: pure. Nothing is moved twice or below zero. */
import { z } from "zod";
import { accountNumber } from "../people.ts";
import type { CoreBank } from "./core-bank-state.ts";

/** As the journal keeps it. */
export const MoneyMoved = z.strictObject({
  kind: z.literal("money-moved"),
  from: accountNumber,
  to: accountNumber.nullable().describe("null: somebody outside the bank"),
  amountRials: z.int().positive(),
  description: z.string().max(200),
  reference: z.string().min(8).max(64),
  at: z.iso.datetime(),
});

export type MoneyMoved = z.output<typeof MoneyMoved>;

export type MovementRefusal =
  "account_unknown" | "same_account" | "insufficient_funds" | "reference_used";

export type MovementOutcome =
  | { readonly ok: true; readonly bank: CoreBank }
  | { readonly ok: false; readonly reason: MovementRefusal };

export function decideMovement(bank: CoreBank, moved: MoneyMoved): MovementOutcome {
  const reason = refuseMovement(bank, moved);
  if (reason !== undefined) return { ok: false, reason };
  const { from, to, amountRials, description, reference, at } = moved;
  const balances = new Map(bank.balances);
  balances.set(from, (balances.get(from) ?? 0) - amountRials);
  if (to !== null) balances.set(to, (balances.get(to) ?? 0) + amountRials);
  const movement = { from, to, amountRials, description, reference, at };
  return { ok: true, bank: { ...bank, balances, movements: [movement, ...bank.movements] } };
}

/** Asked beforehand too: a dynamic password is not spent on money that cannot move. */
export function refuseMovement(
  { balances, movements }: CoreBank,
  { from, to, amountRials, reference }: Omit<MoneyMoved, "kind" | "at" | "description">,
): MovementRefusal | undefined {
  const balance = balances.get(from);
  if (balance === undefined || (to !== null && !balances.has(to))) return "account_unknown";
  if (from === to) return "same_account";
  if (movements.some((earlier) => earlier.reference === reference)) return "reference_used";
  return amountRials > balance ? "insufficient_funds" : undefined;
}
