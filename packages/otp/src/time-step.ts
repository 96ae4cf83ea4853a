/** Time as TOTP counts it (RFC 6238 section 4.2): T = floor((unix time - T0) / X). */

declare const unixSeconds: unique symbol;
declare const timeStep: unique symbol;

/** Whole seconds since 1970-01-01T00:00:00Z. */
export type UnixSeconds = number & { readonly [unixSeconds]: true };

/** A number of steps since T0; with the one-second steps of Ramznama it equals the Unix second. */
export type TimeStep = number & { readonly [timeStep]: true };

export interface StepLength {
  /** X of the RFC. */
  readonly stepSeconds: number;
  /** T0 of the RFC, the Unix second at which counting starts; 0 when absent. */
  readonly startSeconds?: number;
}

export function asUnixSeconds(seconds: number): UnixSeconds {
  if (!Number.isSafeInteger(seconds)) throw new RangeError("Unix seconds are a whole number");
  return seconds as UnixSeconds; // checked just above
}

/** Rounds down: the whole second a clock is in. */
export function unixSecondsOf(unixMilliseconds: number): UnixSeconds {
  return asUnixSeconds(Math.floor(unixMilliseconds / 1000));
}

export function asTimeStep(step: number): TimeStep {
  if (!Number.isSafeInteger(step) || step < 0) {
    throw new RangeError("a time step is a whole number of 0 to 2^53 - 1");
  }
  return step as TimeStep; // checked just above
}

/** Throws before T0, where no code exists. */
export function timeStepAt(time: UnixSeconds, length: StepLength): TimeStep {
  return asTimeStep(wholeStepsAt(time, length));
}

/** May be negative: a window that begins before T0 is cut by whoever searches it. */
export function wholeStepsAt(time: number, length: StepLength): number {
  return Math.floor((time - (length.startSeconds ?? 0)) / length.stepSeconds);
}

/** The first second of a step: the Unix second of the tap itself when steps last a second. */
export function startOfStep(step: TimeStep, length: StepLength): UnixSeconds {
  return asUnixSeconds(step * length.stepSeconds + (length.startSeconds ?? 0));
}
