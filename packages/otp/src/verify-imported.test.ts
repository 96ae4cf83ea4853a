import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  asUnixSeconds,
  candidatesOf,
  driftStepsMax,
  formatCode,
  hotp,
  learnsDrift,
  makeHmacKernel,
  secondCodeWithinSeconds,
  verifyImported,
  type Hmac,
  type ImportedVerdict,
  type OtpHash,
  type OtpPolicy,
  type TokenMemory,
  type WindowSearch,
} from "./index.ts";
import { driftOfFreshCode } from "./drift.ts";
import { anyClock, clock30, clock60, counter6, stepAt } from "./testing/other-makers.ts";

const nodeHmac =
  (hash: OtpHash, key: Uint8Array): Hmac =>
  (counter) =>
    createHmac(hash.replace("-", ""), key).update(counter).digest();
const kernel = makeHmacKernel(nodeHmac);
const key = Uint8Array.from({ length: 20 }, (_, index) => index + 1);
const noon = 1_800_000_000;
const fresh: TokenMemory = { driftSteps: 0 };

const codeOf = (policy: OtpPolicy, step: number) =>
  hotp(nodeHmac(policy.hash, key), step, policy.digits);
const real = { codeOf, kernel };
/** Codes that tell their step, where many thousand are wanted and no two may be equal by chance. */
const plain: typeof real = {
  codeOf: (policy, step) => formatCode(step, policy.digits),
  kernel: ({ digits, firstCounter, count, code }) => {
    const index = (((code - firstCounter) % 10 ** digits) + 10 ** digits) % 10 ** digits;
    return index < count ? index : -1;
  },
};

/** What a server keeps between two codes. */
const after = (memory: TokenMemory, verdict: ImportedVerdict): TokenMemory =>
  verdict.ok
    ? { lastAccepted: verdict.step, driftSteps: verdict.driftSteps }
    : {
        lastAccepted: memory.lastAccepted,
        driftSteps: memory.driftSteps,
        firstCode: verdict.reason === "out_of_step" ? verdict.firstCode : undefined,
      };

/** A server that is sent the codes of steps or counters, one after the other. */
const serverOf = (
  policy: OtpPolicy,
  start: TokenMemory = fresh,
  { codeOf: codeAt, kernel: search } = real,
) => {
  let memory = start;
  return {
    memory: () => memory,
    enter: (step: number, now = noon): ImportedVerdict => {
      const code = codeAt(policy, step);
      const verdict = verifyImported(search, {
        key,
        policy,
        code,
        now: asUnixSeconds(now),
        memory,
      });
      memory = after(memory, verdict);
      return verdict;
    },
  };
};

const refusedAs = (reason: string) => ({ ok: false, reason });

describe("Drift is learnt from accepted codes (RFC 6238 section 6)", () => {
  test("a clock that runs two steps ahead over months is followed, one step at a time", () => {
    const server = serverOf(clock30);
    for (const [month, ahead] of [0, 1, 1, 2, 2].entries()) {
      const now = noon + month * 30 * 86_400;
      const verdict = server.enter(stepAt(clock30, now) + ahead, now);
      expect(verdict).toMatchObject({ ok: true, driftSteps: ahead, resynced: false });
    }
    // Without what was learnt, the code of two steps ahead lies outside.
    const unlearnt = serverOf(clock30);
    expect(unlearnt.enter(stepAt(clock30, noon) + 2)).toMatchObject(refusedAs("out_of_step"));
  });

  test("a clock that falls behind is followed too", () => {
    const server = serverOf(clock30);
    const drifts = Array.from({ length: 12 }, (_, month) => {
      const now = noon + month * 30 * 86_400;
      const verdict = server.enter(stepAt(clock30, now - month * 15), now);
      if (!verdict.ok) throw new Error(`refused in month ${month}`);
      return verdict.driftSteps;
    });
    // 165 seconds behind: the centre follows without ever running ahead of the truth.
    expect(drifts.at(-1)).toBeLessThanOrEqual(-4);
    expect(drifts.at(-1)).toBeGreaterThanOrEqual(-6);
  });

  test("whoever types slowly moves the centre by one step at most, and back with the next prompt code", () => {
    fc.assert(
      fc.property(
        anyClock,
        fc.array(
          fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 5_000 })),
          {
            minLength: 1,
            maxLength: 12,
          },
        ),
        (clock, entries) => {
          // Nine digits: no two steps of a window share a code by chance.
          const policy = { ...clock, digits: 9 } as const;
          const server = serverOf(policy);
          let now = noon;
          for (const [slowness, pause] of entries) {
            // After the last code's life, so that each entry has a step of its own.
            now += policy.validitySeconds + policy.stepSeconds + pause;
            const tap = now - Math.floor(slowness * policy.validitySeconds);
            const verdict = server.enter(stepAt(policy, tap), now);
            expect(verdict).toMatchObject({ ok: true, resynced: false });
            expect(server.memory().driftSteps).toBeLessThanOrEqual(0);
            expect(server.memory().driftSteps).toBeGreaterThanOrEqual(-1);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test("R7 the drift moves by one step an acceptance, with two codes in a row to where they are, never beyond two hours, and the window grows by nothing", () => {
    const entry = fc.record({
      pause: fc.integer({ min: 1, max: 90_000 }),
      offset: fc.integer({ min: -400, max: 400 }),
    });
    fc.assert(
      fc.property(anyClock, fc.array(entry, { minLength: 1, maxLength: 8 }), (policy, entries) => {
        const searched: WindowSearch<Uint8Array>[] = [];
        const counting: typeof kernel = (search) => {
          searched.push(search);
          return kernel(search);
        };
        let memory = fresh;
        let now = noon;
        for (const { pause, offset } of entries) {
          now += pause;
          const code = codeOf(policy, stepAt(policy, now) + memory.driftSteps + (offset % 4));
          searched.length = 0;
          const verdict = verifyImported(counting, {
            key,
            policy,
            code,
            now: asUnixSeconds(now),
            memory,
          });
          const before = memory;
          memory = after(memory, verdict);
          // Two codes in a row say where the clock is; a single one moves the centre by one step at most.
          if (verdict.ok && verdict.resynced) {
            expect(memory.driftSteps).toBe(
              driftOfFreshCode(policy, asUnixSeconds(now), verdict.step),
            );
          } else expect(Math.abs(memory.driftSteps - before.driftSteps)).toBeLessThanOrEqual(1);
          expect(Math.abs(memory.driftSteps)).toBeLessThanOrEqual(driftStepsMax(policy));
          expect(searched[0]?.count ?? 0).toBeLessThanOrEqual(candidatesOf(policy));
        }
      }),
      { numRuns: 40 },
    );
  });

  test("nothing is learnt with one-second steps, nor with any below 30 seconds, nor where the skew is below a step", () => {
    for (const change of [
      { stepSeconds: 1, validitySeconds: 121, skewSeconds: 10 },
      { stepSeconds: 1, validitySeconds: 60, skewSeconds: 30 },
      { stepSeconds: 29 },
      { skewSeconds: 29 },
    ]) {
      const policy = { ...clock30, ...change };
      expect(learnsDrift(policy)).toBe(false);
      for (const ahead of [-policy.validitySeconds, policy.skewSeconds]) {
        const server = serverOf(policy);
        const step = stepAt(policy, noon + ahead);
        expect(server.enter(step)).toEqual({ ok: true, step, driftSteps: 0, resynced: false });
      }
      const server = serverOf(policy);
      const beyond = stepAt(policy, noon) + 100;
      expect(server.enter(beyond)).toEqual(refusedAs("no_match"));
      expect(server.enter(beyond + 1)).toEqual(refusedAs("no_match"));
    }
  });
});

describe("Two codes in a row bring a token back (RFC 4226 section 7.4, RFC 6238 section 6)", () => {
  test.each([
    ["a clock 10 minutes ahead", clock30, stepAt(clock30, noon) + 20],
    ["a clock 100 minutes behind", clock30, stepAt(clock30, noon) - 200],
    ["a clock 2 hours ahead", clock30, stepAt(clock30, noon) + 239],
    ["a 60-second clock an hour behind", clock60, stepAt(clock60, noon) - 60],
    ["a counter 30 ahead", counter6, 30],
    ["a counter at the end of the reach", counter6, 484],
  ])("%s: the first is refused, the second accepted, and both are used up", (_, policy, first) => {
    const server = serverOf(policy);
    expect(server.enter(first)).toEqual({
      ok: false,
      reason: "out_of_step",
      firstCode: { step: first, atSeconds: noon },
    });
    const pause = policy.kind === "totp" ? policy.stepSeconds : 5;
    const second = server.enter(first + 1, noon + pause);
    expect(second).toMatchObject({ ok: true, step: first + 1, resynced: true });
    for (const used of [first, first + 1]) {
      for (let times = 1; times <= 2; times += 1)
        expect(server.enter(used, noon + pause).ok).toBe(false);
    }
    // From now on its codes lie in the window.
    expect(server.enter(first + 3, noon + 3 * pause)).toMatchObject({ ok: true, resynced: false });
  });

  test("beyond the reach nothing is remembered", () => {
    const now = stepAt(clock30, noon);
    for (const [policy, step] of [
      [clock30, now + 241],
      [clock30, now - 241],
      [clock60, stepAt(clock60, noon) + 121],
      [counter6, 486],
    ] as const) {
      expect(serverOf(policy).enter(step)).toEqual(refusedAs("no_match"));
    }
  });

  test("any other code between the two takes the memory away, a code of the window too", () => {
    const first = stepAt(clock30, noon) + 50;
    for (const between of [first + 2_000, first + 2, first - 1, stepAt(clock30, noon)]) {
      const server = serverOf(clock30);
      server.enter(first);
      server.enter(between, noon + 10);
      expect(server.enter(first + 1, noon + 30).ok).toBe(false);
    }
  });

  test("the code that was refused twice still waits for the one after it", () => {
    const server = serverOf(counter6);
    server.enter(40);
    server.enter(40);
    expect(server.enter(41)).toMatchObject({ ok: true, resynced: true });
  });

  test("the second code must come in time, by a clock that does not leap back", () => {
    for (const policy of [clock30, clock60, counter6]) {
      const within = secondCodeWithinSeconds(policy);
      const first = policy.kind === "totp" ? stepAt(policy, noon) + 40 : 40;
      for (const [waited, ok] of [
        [within, true],
        [within + 1, false],
        [-1, false],
      ] as const) {
        const server = serverOf(policy);
        server.enter(first);
        expect(server.enter(first + 1, noon + waited).ok).toBe(ok);
      }
    }
  });

  test("R7 a clock that leapt back is refused until it has passed the last accepted code", () => {
    const server = serverOf(clock30);
    const now = stepAt(clock30, noon);
    expect(server.enter(now)).toMatchObject({ ok: true });
    // An hour back: neither the window nor the reach looks before the last accepted step.
    for (const behind of [120, 119, 118, 2, 1, 0]) {
      expect(server.enter(now - behind, noon + 10).ok).toBe(false);
    }
    const later = noon + 3_600 + 30;
    expect(server.enter(now + 1, later)).toMatchObject(refusedAs("out_of_step"));
    expect(server.enter(now + 2, later + 30)).toMatchObject({ ok: true, driftSteps: -120 });
  });

  test("R1 accepted steps only rise, whatever order codes come in and however the clocks run", () => {
    const entry = fc.record({
      pause: fc.oneof(fc.constant(0), fc.integer({ min: -2, max: 200 })),
      move: fc.oneof(fc.constantFrom(0, 1, 1, 1, 2), fc.integer({ min: -300, max: 300 })),
    });
    const anyPolicy = fc.oneof(anyClock, fc.constant(counter6));
    let resyncs = 0;
    fc.assert(
      fc.property(anyPolicy, fc.array(entry, { minLength: 5, maxLength: 25 }), (clock, entries) => {
        // Nine digits: no two steps of a window share a code by chance.
        const policy = { ...clock, digits: 9 } as const;
        const server = serverOf(policy, fresh, plain);
        let now = noon;
        let step = policy.kind === "totp" ? stepAt(policy, noon) : 0;
        const accepted: number[] = [];
        for (const { pause, move } of entries) {
          now += pause;
          step = Math.max(0, step + move);
          const verdict = server.enter(step, now);
          if (!verdict.ok) continue;
          if (verdict.resynced) resyncs += 1;
          expect(verdict.step).toBeGreaterThan(accepted.at(-1) ?? -1);
          accepted.push(verdict.step);
          expect(Math.abs(verdict.driftSteps)).toBeLessThanOrEqual(240);
        }
        for (const used of accepted) expect(server.enter(used, now).ok).toBe(false);
      }),
      { numRuns: 2_000 },
    );
    // Some 1,500: the property would say nothing if none were among them.
    expect(resyncs).toBeGreaterThan(200);
  });
});

describe("Counters (RFC 4226 section 7.4)", () => {
  test("in order, skipped, replayed, one behind", () => {
    const server = serverOf(counter6);
    expect(server.enter(0)).toMatchObject({ ok: true, step: 0 });
    expect(server.enter(1)).toMatchObject({ ok: true, step: 1 });
    expect(server.enter(1)).toEqual(refusedAs("already_used"));
    expect(server.enter(7)).toMatchObject({ ok: true, step: 7, driftSteps: 0 });
    expect(server.enter(6)).toEqual(refusedAs("no_match"));
    expect(server.enter(14)).toMatchObject(refusedAs("out_of_step"));
  });
});

describe("Time", () => {
  test("every refusal asks for the same HMACs, wherever its code lies", () => {
    const askedFor = (step: number): string => {
      const asked: string[] = [];
      const noting: typeof kernel = (search) => {
        asked.push(`${search.firstCounter}+${search.count}`);
        return kernel(search);
      };
      const memory = { driftSteps: 2, lastAccepted: stepAt(clock30, noon) - 30 };
      const code = codeOf(clock30, step);
      verifyImported(noting, { key, policy: clock30, code, now: asUnixSeconds(noon), memory });
      return asked.join();
    };
    const now = stepAt(clock30, noon);
    const whole = askedFor(now + 5_000);
    for (const step of [now - 30, now - 10, now + 100]) expect(askedFor(step)).toBe(whole);
  });
});

describe("A token that is held after a recovery", () => {
  const held: TokenMemory = { driftSteps: 0, lastAccepted: 41, isHeld: true };
  const verify = (counter: number, memory: TokenMemory): ImportedVerdict =>
    verifyImported(kernel, {
      key,
      policy: counter6,
      code: codeOf(counter6, counter),
      now: asUnixSeconds(noon),
      memory,
    });

  test("R3 refuses a code of its window, which may have been used before, and remembers it", () => {
    expect(verify(43, held)).toEqual({
      ok: false,
      reason: "out_of_step",
      firstCode: { step: 43, atSeconds: noon },
    });
  });

  test("R3 comes back with the code that follows, and with no other", () => {
    const waiting = { ...held, firstCode: { step: 43, atSeconds: noon } };
    expect(verify(44, waiting)).toMatchObject({ ok: true, step: 44, resynced: true });
    expect(verify(45, waiting)).toMatchObject({ ok: false, firstCode: { step: 45 } });
    expect(verify(43, waiting)).toMatchObject({ ok: false });
  });
});
