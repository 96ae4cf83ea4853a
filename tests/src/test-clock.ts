/** The server's clock in tests: it stands still until it is told to move. */

export interface TestClock {
  now(): number;
  advanceSeconds(seconds: number): void;
}

/** Begins at the machine's time, because the provider's access tokens run by the machine's clock. */
export const createTestClock = (start = Date.now()): TestClock => {
  let now = start;
  return {
    now: () => now,
    advanceSeconds: (seconds) => {
      now += seconds * 1000;
    },
  };
};

/** The machine's own clock, where other processes must agree about the time. */
export const machineClock: TestClock = {
  now: () => Date.now(),
  advanceSeconds: () => {
    throw new Error("the machine's clock is not a test's to move");
  },
};
