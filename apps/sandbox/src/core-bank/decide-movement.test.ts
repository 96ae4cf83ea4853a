import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadPeople } from "../people.ts";
import { type CoreBank, openCoreBank } from "./core-bank-state.ts";
import { decideMovement, type MoneyMoved } from "./decide-movement.ts";

const people = loadPeople();
const opened = openCoreBank(people, 0);
const accounts = [...opened.balances.keys()];
const total = ({ balances }: CoreBank) => [...balances.values()].reduce((sum, one) => sum + one, 0);

const movement = fc.record({
  from: fc.constantFrom(...accounts),
  to: fc.constantFrom(...accounts, null),
  amountRials: fc.integer({ min: 1, max: 900_000_000 }),
  reference: fc.integer({ min: 0, max: 30 }).map((count) => `reference-${count}`),
});
const complete = (moved: Omit<MoneyMoved, "kind" | "description" | "at">): MoneyMoved => ({
  kind: "money-moved",
  description: "",
  at: "2026-11-22T08:00:00.000Z",
  ...moved,
});

describe("money", () => {
  it("is never made, never below zero, and moves once per reference", () => {
    fc.assert(
      fc.property(fc.array(movement, { maxLength: 60 }), (movements) => {
        const end = movements.reduce((bank, moved) => {
          const outcome = decideMovement(bank, complete(moved));
          if (!outcome.ok) return bank;
          const left = moved.to === null ? moved.amountRials : 0;
          expect(total(outcome.bank)).toBe(total(bank) - left);
          return outcome.bank;
        }, opened);
        for (const balance of end.balances.values()) expect(balance).toBeGreaterThanOrEqual(0);
        const references = end.movements.map(({ reference }) => reference);
        expect(new Set(references).size).toBe(references.length);
      }),
    );
  });

  it("says why it does not move", () => {
    const [from, to] = accounts;
    if (from === undefined || to === undefined) throw new Error("there are no accounts");
    const moved = complete({ from, to, amountRials: 1, reference: "reference-1" });
    const reasonOf = (more: Partial<MoneyMoved>, bank = opened) => {
      const outcome = decideMovement(bank, { ...moved, ...more });
      return outcome.ok ? "moved" : outcome.reason;
    };
    expect(reasonOf({})).toBe("moved");
    expect(reasonOf({ to: from })).toBe("same_account");
    expect(reasonOf({ amountRials: 10 ** 15 })).toBe("insufficient_funds");
    expect(reasonOf({}, { ...opened, balances: new Map() })).toBe("account_unknown");
    const once = decideMovement(opened, moved);
    expect(once.ok && reasonOf({ amountRials: 2 }, once.bank)).toBe("reference_used");
  });
});
