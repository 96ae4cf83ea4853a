/** Codes that are wrong for certain: none of the tokens makes them in any second that could count now. */
import { createHmac, randomInt } from "node:crypto";
import { totp, unixSecondsOf } from "@ramznama/otp";
import type { TestBank } from "./test-bank.ts";
import { unsealKeys } from "./unsealed-keys.ts";

/** Of the bank's own profile: eight digits, steps of one second. */
export const codeAt = (codeKey: Uint8Array, milliseconds: number): string =>
  totp(
    (counter) => createHmac("sha256", codeKey).update(counter).digest(),
    { digits: 8, stepSeconds: 1 },
    unixSecondsOf(milliseconds),
  );

/** @param now milliseconds since the Unix epoch */
export const codeOfNobody = (codeKeys: readonly Uint8Array[], now: number): string => {
  const made = new Set<string>();
  for (const codeKey of codeKeys) {
    for (let second = -140; second <= 20; second += 1)
      made.add(codeAt(codeKey, now + second * 1000));
  }
  for (;;) {
    const code = String(randomInt(100_000_000)).padStart(8, "0");
    if (!made.has(code)) return code;
  }
};

/** A wrong code each time it is asked; it knows the tokens that have a code key by now. */
export const openWrongCodes = async (bank: TestBank): Promise<() => string> => {
  const { seeds } = await unsealKeys(bank);
  const codeKeys = seeds.map((seed) => Buffer.from(seed, "base64url"));
  return () => codeOfNobody(codeKeys, bank.clock.now());
};
