/** An independent judge: Debian's oathtool, asked about random keys, times and counters. */

import { execFileSync } from "node:child_process";
import { createHmac } from "node:crypto";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { ensureDebianPrograms } from "../../../tools/debian-programs.ts";
import { asUnixSeconds, hotp, otpHashes, totp, type Hmac, type OtpHash } from "./index.ts";

const nodeHmac =
  (hash: OtpHash, key: Uint8Array): Hmac =>
  (counter) =>
    createHmac(hash.replace("-", ""), key).update(counter).digest();

const hex = (key: Uint8Array) => Buffer.from(key).toString("hex");
const oathtool = (...parts: readonly string[]) =>
  execFileSync("oathtool", parts, { encoding: "utf8" }).trim();

// Longer than the block of SHA-512 too, where HMAC hashes the key first.
const anyKey = fc.uint8Array({ minLength: 16, maxLength: 160 });
// oathtool makes codes of 6 to 8 digits; 9 are judged by the vectors.
const anyDigits = fc.constantFrom(6, 7, 8);

beforeAll(() => {
  ensureDebianPrograms(["oathtool"]);
});

describe("Agreement with oathtool", () => {
  test("the bank's own tokens, in the very words of the plan", () => {
    const key = new Uint8Array(32).fill(7);
    const shape = { digits: 8, stepSeconds: 1 } as const;
    const code = totp(nodeHmac("SHA-256", key), shape, asUnixSeconds(1_800_000_000));
    const now = "--now=@1800000000";
    expect(oathtool("--totp=SHA256", "-d", "8", "-s", "1s", now, hex(key))).toBe(code);
  });

  test("time-based codes, 1,000 random cases", () => {
    const anyCase = fc.record({
      key: anyKey,
      digits: anyDigits,
      hash: fc.constantFrom(...otpHashes),
      stepSeconds: fc.oneof(fc.constantFrom(1, 30, 60), fc.integer({ min: 1, max: 86_400 })),
      startSeconds: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 1_000_000_000 })),
      sinceStart: fc.integer({ min: 0, max: 2 ** 36 }),
    });
    fc.assert(
      fc.property(anyCase, ({ key, digits, hash, stepSeconds, startSeconds, sinceStart }) => {
        const time = asUnixSeconds(startSeconds + sinceStart);
        const printed = oathtool(
          `--totp=${hash.replace("-", "")}`,
          `--digits=${digits}`,
          `--time-step-size=${stepSeconds}s`,
          `--start-time=@${startSeconds}`,
          `--now=@${time}`,
          hex(key),
        );
        const shape = { digits, stepSeconds, startSeconds };
        expect(totp(nodeHmac(hash, key), shape, time)).toBe(printed);
      }),
      { numRuns: 1000 },
    );
  });

  test("counter-based codes, 200 random runs of 5 counters, over 2^32 too", () => {
    const anyCounter = fc.oneof(
      fc.integer({ min: 0, max: 2 ** 53 - 10 }),
      fc.integer({ min: 2 ** 32 - 5, max: 2 ** 32 + 5 }),
      fc.integer({ min: 0, max: 100 }),
    );
    fc.assert(
      fc.property(anyKey, anyDigits, anyCounter, (key, digits, counter) => {
        const printed = oathtool("--hotp", `--digits=${digits}`, `-c${counter}`, "-w4", hex(key));
        const ours = [0, 1, 2, 3, 4].map((ahead) =>
          hotp(nodeHmac("SHA-1", key), counter + ahead, digits),
        );
        expect(printed.split("\n")).toEqual(ours);
      }),
      { numRuns: 200 },
    );
  });
});
