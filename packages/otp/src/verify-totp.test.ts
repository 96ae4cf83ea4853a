import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  asTimeStep,
  asUnixSeconds,
  candidatesInWindow,
  defaultTotpPolicy,
  makeHmacKernel,
  otpDigitCounts,
  otpHashes,
  parseCode,
  parseTotpPolicy,
  startOfStep,
  stepWindowAt,
  timeStepAt,
  totp,
  unixSecondsOf,
  verifyTotp,
  type Hmac,
  type OtpHash,
  type TotpPolicy,
  type UnixSeconds,
} from "./index.ts";

const nodeHmac =
  (hash: OtpHash, key: Uint8Array): Hmac =>
  (counter) =>
    createHmac(hash.replace("-", ""), key).update(counter).digest();
const kernel = makeHmacKernel(nodeHmac);
const key = Uint8Array.from({ length: 32 }, (_, index) => index);
const noon = asUnixSeconds(1_800_000_000);
const later = (time: UnixSeconds, seconds: number) => asUnixSeconds(time + seconds);
const codeAt = (time: UnixSeconds, policy: TotpPolicy = defaultTotpPolicy) =>
  totp(nodeHmac(policy.hash, key), policy, time);

const anyPolicy: fc.Arbitrary<TotpPolicy> = fc.record({
  hash: fc.constantFrom(...otpHashes),
  digits: fc.constantFrom(...otpDigitCounts),
  stepSeconds: fc.constantFrom(1, 2, 7, 30, 60),
  startSeconds: fc.constantFrom(0, 1, 59, 1_000_000),
  validitySeconds: fc.integer({ min: 1, max: 150 }),
  skewSeconds: fc.integer({ min: 0, max: 30 }),
});
const anyTime = fc.integer({ min: 2_000_000, max: 5_000_000_000 }).map(asUnixSeconds);

describe("S16 the window", () => {
  test("S16 the default policy searches 142 seconds: now - 131 to now + 10", () => {
    expect(stepWindowAt(defaultTotpPolicy, noon)).toEqual({ firstStep: noon - 131, count: 142 });
    expect(candidatesInWindow(defaultTotpPolicy)).toBe(142);
  });

  test("S16 a code lives through 121 s and the skew for every second of the tap, and not one longer", () => {
    for (const age of [0, 1, 60, 120, 121, 122, 130, 131]) {
      const verdict = verifyTotp(kernel, {
        key,
        policy: defaultTotpPolicy,
        code: codeAt(noon),
        now: later(noon, age),
      });
      expect(verdict, `${age} s after the tap`).toEqual({ ok: true, step: noon });
    }
    const tooLate = { key, policy: defaultTotpPolicy, code: codeAt(noon), now: later(noon, 132) };
    expect(verifyTotp(kernel, tooLate)).toEqual({ ok: false, reason: "no_match" });
  });

  test("S16 with any step a tap is accepted for its validity and the skew, and a step longer never", () => {
    fc.assert(
      fc.property(anyPolicy, anyTime, (policy, tap) => {
        const life = policy.validitySeconds + policy.skewSeconds;
        const step = timeStepAt(tap, policy);
        const holds = (now: UnixSeconds) => {
          const { firstStep, count } = stepWindowAt(policy, now);
          return firstStep <= step && step < firstStep + count;
        };
        expect(holds(tap)).toBe(true);
        expect(holds(later(tap, life))).toBe(true);
        expect(holds(later(tap, -policy.skewSeconds))).toBe(true);
        expect(holds(later(tap, life + policy.stepSeconds))).toBe(false);
        expect(holds(later(tap, -policy.skewSeconds - policy.stepSeconds))).toBe(false);
      }),
    );
  });

  test("no window holds more candidates than its policy announces, and some hold as many", () => {
    fc.assert(
      fc.property(anyPolicy, anyTime, (policy, time) => {
        const counts = Array.from(
          { length: policy.stepSeconds },
          (_, offset) => stepWindowAt(policy, later(time, offset)).count,
        );
        expect(Math.max(...counts)).toBe(candidatesInWindow(policy));
      }),
    );
  });

  test("a window that begins before T0 is cut, one wholly before it is empty", () => {
    expect(stepWindowAt(defaultTotpPolicy, asUnixSeconds(3))).toEqual({ firstStep: 0, count: 14 });
    const policy = { ...defaultTotpPolicy, startSeconds: 1000 };
    expect(stepWindowAt(policy, asUnixSeconds(989)).count).toBe(0);
    expect(stepWindowAt(policy, asUnixSeconds(990))).toEqual({ firstStep: 0, count: 1 });
  });
});

describe("What must never happen", () => {
  test("R1 an accepted code is never accepted again, at any later or earlier second", () => {
    fc.assert(
      fc.property(
        anyPolicy,
        anyTime,
        fc.integer({ min: -300, max: 300 }),
        (policy, tap, distance) => {
          const code = codeAt(tap, policy);
          const first = verifyTotp(kernel, { key, policy, code, now: tap });
          if (!first.ok) throw new Error("a fresh code was refused");
          const again = verifyTotp(kernel, {
            key,
            policy,
            code,
            now: later(tap, distance),
            lastAcceptedStep: first.step,
          });
          expect(again).toEqual({ ok: false, reason: "already_used", step: first.step });
        },
      ),
    );
  });

  test("R1 in any order of taps and entries the accepted seconds only rise", () => {
    const entries = fc.array(
      fc.record({
        tap: fc.integer({ min: -140, max: 20 }),
        pause: fc.integer({ min: 0, max: 20 }),
      }),
      { minLength: 1, maxLength: 20 },
    );
    fc.assert(
      fc.property(entries, (list) => {
        let now = noon;
        const accepted: number[] = [];
        for (const { tap, pause } of list) {
          now = later(now, pause);
          const last = accepted.at(-1);
          const verdict = verifyTotp(kernel, {
            key,
            policy: defaultTotpPolicy,
            code: codeAt(later(now, tap)),
            now,
            lastAcceptedStep: last === undefined ? undefined : asTimeStep(last),
          });
          // With 8 digits and these fixed seconds no two codes are equal, so the outcome is known.
          const expected = tap >= -131 && tap <= 10 && now + tap > (last ?? 0);
          expect(verdict.ok).toBe(expected);
          if (verdict.ok) accepted.push(verdict.step);
        }
        expect(accepted).toEqual([...new Set(accepted)].sort((a, b) => a - b));
      }),
    );
  });

  const countersAskedFor = (code: ReturnType<typeof codeAt>, last?: number) => {
    const asked: number[] = [];
    const counting = makeHmacKernel((hash, secret: Uint8Array) => (counter) => {
      asked.push(Number(Buffer.from(counter).readBigUInt64BE()));
      return nodeHmac(hash, secret)(counter);
    });
    const lastAcceptedStep = last === undefined ? undefined : asTimeStep(last);
    const policy = defaultTotpPolicy;
    const verdict = verifyTotp(counting, { key, policy, code, now: noon, lastAcceptedStep });
    return { asked, reason: verdict.ok ? "accepted" : verdict.reason };
  };

  test("every refusal asks for the same HMACs: no match, an older code, the used one, its digits", () => {
    const last = noon - 50;
    const whole = countersAskedFor(codeAt(later(noon, 500)), last);
    expect(whole.reason).toBe("no_match");
    expect(whole.asked).toHaveLength(143);
    expect(new Set(whole.asked).size).toBe(142);
    for (const distance of [-131, -90, -51]) {
      const superseded = countersAskedFor(codeAt(later(noon, distance)), last);
      expect(superseded).toEqual({ asked: whole.asked, reason: "superseded" });
    }
    const used = countersAskedFor(codeAt(later(noon, -50)), last);
    expect(used).toEqual({ asked: whole.asked, reason: "already_used" });
  });

  test("a newer code with the digits of the used one is refused as slowly as any other", () => {
    // Two seconds with one code are rare with 8 digits, so every MAC is made the same.
    const asked: number[] = [];
    const same = makeHmacKernel(() => (counter) => {
      asked.push(Number(Buffer.from(counter).readBigUInt64BE()));
      return new Uint8Array(20);
    });
    const code = parseCode("00000000", 8);
    if (!code.ok) throw new Error("not parsed");
    const lastAcceptedStep = asTimeStep(noon - 50);
    const request = { key, policy: defaultTotpPolicy, code: code.value, now: noon };
    const verdict = verifyTotp(same, { ...request, lastAcceptedStep });
    expect(verdict).toEqual({ ok: false, reason: "already_used", step: lastAcceptedStep });
    expect(asked).toEqual(countersAskedFor(codeAt(later(noon, 500)), lastAcceptedStep).asked);
  });

  test("only an accepted code ends the search, and nothing but counters newer than it was looked at", () => {
    for (const distance of [-49, 0, 10]) {
      const { asked, reason } = countersAskedFor(codeAt(later(noon, distance)), noon - 50);
      expect(reason).toBe("accepted");
      const newest = Array.from({ length: 11 - distance }, (_, index) => noon + 10 - index);
      expect(asked).toEqual([noon - 50, ...newest]);
    }
    expect(countersAskedFor(codeAt(later(noon, 500))).asked).toHaveLength(142);
  });

  test("the verdict is that of a search of the whole window, decided afterwards", () => {
    // Few codes: repeated digits and double matches are frequent.
    const few = makeHmacKernel(() => (counter) => {
      const mac = new Uint8Array(20);
      mac[3] = ((counter[7] ?? 0) * 7) % 11;
      return mac;
    });
    const codeOf = (step: number) => ((step % 256) * 7) % 11;
    const judge = (code: number, last: number | undefined) => {
      const { firstStep, count } = stepWindowAt(defaultTotpPolicy, noon);
      const steps = Array.from({ length: count }, (_, index) => firstStep + index);
      const newest = steps.findLast((step) => codeOf(step) === code);
      if (last !== undefined && codeOf(last) === code) {
        return { ok: false, reason: "already_used", step: last };
      }
      if (newest === undefined) return { ok: false, reason: "no_match" };
      if (last !== undefined && newest < last) {
        return { ok: false, reason: "superseded", step: newest };
      }
      return { ok: true, step: newest };
    };
    const lastStep = fc.option(fc.integer({ min: noon - 200, max: noon + 60 }), { nil: undefined });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 11 }), lastStep, (wanted, last) => {
        const code = parseCode(String(wanted).padStart(8, "0"), 8);
        if (!code.ok) throw new Error("not parsed");
        const lastAcceptedStep = last === undefined ? undefined : asTimeStep(last);
        const request = { key, policy: defaultTotpPolicy, code: code.value, now: noon };
        expect(verifyTotp(few, { ...request, lastAcceptedStep })).toEqual(judge(wanted, last));
      }),
      { numRuns: 1000 },
    );
  });

  test("a code parsed for another number of digits is a mistake of the program, not a refusal", () => {
    const code = parseCode("123456", 6);
    if (!code.ok) throw new Error("not parsed");
    expect(() =>
      verifyTotp(kernel, { key, policy: defaultTotpPolicy, code: code.value, now: noon }),
    ).toThrow(RangeError);
  });
});

describe("The kernel", () => {
  test("finds what a plain search finds, in any run of counters", () => {
    const run = fc.record({
      hash: fc.constantFrom(...otpHashes),
      firstCounter: fc.oneof(
        fc.integer({ min: 0, max: 5_000_000_000 }),
        fc.integer({ min: 2 ** 32 - 40, max: 2 ** 32 }),
      ),
      count: fc.integer({ min: 0, max: 40 }),
      // Few codes and a short modulus: matches, double ones too, are frequent.
      code: fc.integer({ min: 0, max: 30 }),
      stopAtMatch: fc.boolean(),
    });
    fc.assert(
      fc.property(run, (search) => {
        const { firstCounter, count, code } = search;
        // A MAC that holds the counter's last byte at the offset its last nibble names.
        const bind = () => (counter: Uint8Array) => {
          const mac = new Uint8Array(20);
          mac[3] = (counter[7] ?? 0) % 16;
          return mac;
        };
        const plain = Array.from(
          { length: count },
          (_, index) => ((firstCounter + index) % 256) % 16,
        );
        const found = makeHmacKernel(bind)({ ...search, key, digits: 6 });
        expect(found).toBe(plain.lastIndexOf(code));
      }),
    );
  });
});

describe("Time steps", () => {
  test("a step begins at its first second and T0 is step 0", () => {
    fc.assert(
      fc.property(anyPolicy, anyTime, (policy, time) => {
        const step = timeStepAt(time, policy);
        const start = startOfStep(step, policy);
        expect(start).toBeLessThanOrEqual(time);
        expect(time - start).toBeLessThan(policy.stepSeconds);
        expect(timeStepAt(start, policy)).toBe(step);
      }),
    );
    expect(timeStepAt(asUnixSeconds(59), { stepSeconds: 30, startSeconds: 59 })).toBe(0);
    expect(() => timeStepAt(asUnixSeconds(58), { stepSeconds: 30, startSeconds: 59 })).toThrow(
      RangeError,
    );
  });

  test("milliseconds round down to the second the clock is in", () => {
    expect(unixSecondsOf(1_999)).toBe(1);
    expect(unixSecondsOf(2_000)).toBe(2);
    expect(() => unixSecondsOf(Number.NaN)).toThrow(RangeError);
  });
});

describe("Policies from outside", () => {
  test.each([
    [{}, undefined],
    [{ hash: "SHA-1", digits: 6, stepSeconds: 30, validitySeconds: 60 }, undefined],
    [{ hash: "MD5" }, "unknown_hash"],
    [{ digits: 5 }, "digits_out_of_range"],
    [{ digits: 10 }, "digits_out_of_range"],
    [{ stepSeconds: 0 }, "step_out_of_range"],
    [{ stepSeconds: 1.5 }, "step_out_of_range"],
    [{ startSeconds: -1 }, "start_out_of_range"],
    [{ validitySeconds: 0 }, "validity_out_of_range"],
    [{ validitySeconds: Number.NaN }, "validity_out_of_range"],
    [{ skewSeconds: -1 }, "skew_out_of_range"],
    [{ validitySeconds: 980 }, "window_too_wide"],
    [{ validitySeconds: 979 }, undefined],
  ])("%j is judged %s", (change, reason) => {
    const parsed = parseTotpPolicy({ ...defaultTotpPolicy, ...change });
    expect(parsed.ok ? undefined : parsed.reason).toBe(reason);
  });

  test("only the fields of a policy are taken over", () => {
    const row = { ...defaultTotpPolicy, seed: "secret" };
    const parsed = parseTotpPolicy(row);
    expect(parsed).toEqual({ ok: true, value: { ...defaultTotpPolicy, startSeconds: 0 } });
  });
});
