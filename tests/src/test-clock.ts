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
