import { asUnixSeconds, defaultTotpPolicy, stepWindowAt } from "@ramznama/otp";
import { expect, test } from "vitest";
import { defaultPolicy } from "../policy.ts";
import { decideDeclaration, livingSteps, type DeclaredStep } from "./decide-declaration.ts";

const now = 1_000_000;
const window = stepWindowAt(defaultTotpPolicy, asUnixSeconds(now));
const rules = defaultPolicy.guessing;

const declared = (step: number, more: Partial<DeclaredStep> = {}): DeclaredStep => ({
  step,
  tries: 0,
  declaredAtSeconds: step,
  ...more,
});

const living = (steps: readonly DeclaredStep[], lastAcceptedStep: number | null = null) =>
  livingSteps(steps, { window, lastAcceptedStep }, rules.triesPerDeclaredSecond);

const declare = (
  step: number,
  steps: readonly DeclaredStep[] = [],
  lastAcceptedStep: number | null = null,
) =>
  decideDeclaration(
    { step, stepSeconds: 1, nowSeconds: now, window, lastAcceptedStep, declared: steps },
    rules,
  );

test("R12 a declared second lives for its code's whole life and the skew, and not a second longer", () => {
  expect(living([declared(now), declared(now - 131), declared(now + 10)])).toEqual([
    now + 10,
    now,
    now - 131,
  ]);
  expect(living([declared(now - 132), declared(now + 11)])).toEqual([]);
});

test("R12 a declared second is not newer than an accepted one for long: it dies with it", () => {
  const steps = [declared(now - 3), declared(now - 2), declared(now - 1)];
  expect(living(steps, now - 2)).toEqual([now - 1]);
});

test("R12 twenty wrong codes spend a declared second, and no other", () => {
  const spent = declared(now - 1, { tries: 20 });
  expect(living([spent, declared(now - 2, { tries: 19 })])).toEqual([now - 2]);
});

test("only a second within the skew of the server's clock, back to the life of a code, is declared", () => {
  for (const second of [now - 131, now, now + 10]) {
    expect(declare(second)).toEqual({ outcome: "declare" });
  }
  for (const second of [0, now - 132, now + 11]) {
    expect(declare(second)).toEqual({ outcome: "refuse", reason: "out_of_window" });
  }
});

test("R12 declaring a second again is harmless and gives it no new tries", () => {
  expect(declare(now, [declared(now, { tries: 20 })])).toEqual({ outcome: "known" });
});

test("R12 ten seconds may live at once; the next one waits for the oldest to be used, spent or over", () => {
  const ten = Array.from({ length: 10 }, (_, index) => declared(now - 100 + index));
  expect(declare(now, ten)).toEqual({
    outcome: "refuse",
    reason: "too_many",
    // That of now - 100 is searched until 131 seconds after it.
    retryAfterSeconds: 32,
  });
  expect(declare(now, ten, now - 100)).toEqual({ outcome: "declare" });
  const oneSpent = [declared(now - 100, { tries: 20 }), ...ten.slice(1)];
  expect(declare(now, oneSpent)).toEqual({ outcome: "declare" });
});

test("R12 a token's phone declares a hundred seconds in any 24 hours", () => {
  const hundred = Array.from({ length: 100 }, (_, index) =>
    declared(now - 80_000 + index, { declaredAtSeconds: now - 80_000 + index }),
  );
  expect(declare(now, hundred)).toEqual({
    outcome: "refuse",
    reason: "too_many",
    retryAfterSeconds: 6_400,
  });
  expect(declare(now, hundred.slice(1))).toEqual({ outcome: "declare" });
});
