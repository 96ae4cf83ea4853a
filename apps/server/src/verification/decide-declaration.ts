/** Declared seconds: which of them live, and whether one more may be declared. Pure. */
import type { StepWindow } from "@ramznama/otp";
import type { GuessingPolicy } from "../policy.ts";

/** A step of a token whose tap its phone has told the server. */
export interface DeclaredStep {
  readonly step: number;
  /** Wrong codes that were compared with it. */
  readonly tries: number;
  readonly declaredAtSeconds: number;
}

interface Surroundings {
  /** What the server would search if nothing had failed: a declared second lives as long as any other. */
  readonly window: StepWindow;
  readonly lastAcceptedStep: number | null;
}

/** The steps that a code may be compared with, newest first. */
export const livingSteps = (
  declared: readonly DeclaredStep[],
  { window, lastAcceptedStep }: Surroundings,
  triesMax: number,
): readonly number[] =>
  declared
    .filter(({ step }) => isInWindow(step, window))
    .filter(({ step }) => lastAcceptedStep === null || step > lastAcceptedStep)
    .filter(({ tries }) => tries < triesMax)
    .map(({ step }) => step)
    .sort((one, other) => other - one);

const isInWindow = (step: number, { firstStep, count }: StepWindow): boolean =>
  step >= firstStep && step < firstStep + count;

export type DeclarationOutcome =
  | { readonly outcome: "declare" }
  /** Declared before: the answer is the same, and its tries stay what they are. */
  | { readonly outcome: "known" }
  | { readonly outcome: "refuse"; readonly reason: "out_of_window" }
  | {
      readonly outcome: "refuse";
      readonly reason: "too_many";
      readonly retryAfterSeconds: number;
    };

interface Declaration extends Surroundings {
  readonly step: number;
  readonly stepSeconds: number;
  readonly nowSeconds: number;
  /** Those of the last 24 hours. */
  readonly declared: readonly DeclaredStep[];
}

type DeclarationRules = Pick<
  GuessingPolicy,
  "declaredSecondsAtOnce" | "declaredSecondsPerDay" | "triesPerDeclaredSecond"
>;

const dayInSeconds = 86_400;

export const decideDeclaration = (
  { step, stepSeconds, nowSeconds, window, lastAcceptedStep, declared }: Declaration,
  { declaredSecondsAtOnce, declaredSecondsPerDay, triesPerDeclaredSecond }: DeclarationRules,
): DeclarationOutcome => {
  if (declared.some((one) => one.step === step)) return { outcome: "known" };
  if (!isInWindow(step, window)) return { outcome: "refuse", reason: "out_of_window" };
  // Each declared second gives guessers some tries more, so a phone gone wild must not declare without end.
  const living = livingSteps(declared, { window, lastAcceptedStep }, triesPerDeclaredSecond);
  const oldestLiving = living[declaredSecondsAtOnce - 1];
  if (oldestLiving !== undefined) {
    return tooMany((oldestLiving - window.firstStep + 1) * stepSeconds);
  }
  const ofTheDay = declared
    .map((one) => one.declaredAtSeconds)
    .filter((at) => at > nowSeconds - dayInSeconds)
    .sort((one, other) => one - other);
  const oldest = ofTheDay.at(-declaredSecondsPerDay);
  if (oldest !== undefined) return tooMany(oldest + dayInSeconds - nowSeconds);
  return { outcome: "declare" };
};

const tooMany = (retryAfterSeconds: number): DeclarationOutcome => ({
  outcome: "refuse",
  reason: "too_many",
  retryAfterSeconds,
});
