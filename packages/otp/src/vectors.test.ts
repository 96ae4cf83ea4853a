/** The language-neutral vectors of `vectors/otp`, through both ports: node:crypto and WebCrypto. */

import { createHmac, webcrypto } from "node:crypto";
import { describe, expect, test } from "vitest";
import codeParsing from "../../../vectors/otp/code-parsing.json" with { type: "json" };
import hotpCounters from "../../../vectors/otp/hotp-counters.json" with { type: "json" };
import hotpRfc4226 from "../../../vectors/otp/hotp-rfc4226.json" with { type: "json" };
import hotpVerification from "../../../vectors/otp/hotp-verification.json" with { type: "json" };
import totpRfc6238 from "../../../vectors/otp/totp-rfc6238.json" with { type: "json" };
import totpVerification from "../../../vectors/otp/totp-verification.json" with { type: "json" };
import {
  asTimeStep,
  asUnixSeconds,
  counterBytes,
  hotp,
  hotpAsync,
  makeHmacKernel,
  makeWasmKernel,
  otpDigitCounts,
  otpHashes,
  parseCode,
  parseTotpPolicy,
  timeStepAt,
  totp,
  totpAsync,
  truncateMac,
  verifyHotp,
  verifyTotp,
  type AsyncHmac,
  type Hmac,
  type OtpCode,
  type OtpDigits,
  type OtpHash,
} from "./index.ts";

import { nodeWasm } from "./testing/node-wasm.ts";

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, "hex"));
const hex = (data: Uint8Array) => Buffer.from(data).toString("hex");

const nodeHmac =
  (hash: OtpHash, key: Uint8Array): Hmac =>
  (counter) =>
    createHmac(hash.replace("-", ""), key).update(counter).digest();

async function webHmac(hash: OtpHash, key: Uint8Array<ArrayBuffer>): Promise<AsyncHmac> {
  const algorithm = { name: "HMAC", hash };
  const handle = await webcrypto.subtle.importKey("raw", key, algorithm, false, ["sign"]);
  return async (counter) => new Uint8Array(await webcrypto.subtle.sign("HMAC", handle, counter));
}

const kernels = [
  { name: "wasm-simd", kernel: makeWasmKernel(nodeWasm).search },
  { name: "hmac", kernel: makeHmacKernel(nodeHmac) },
];

function hashNamed(name: string): OtpHash {
  const hash = otpHashes.find((known) => known === name);
  if (hash === undefined) throw new Error(`no such hash: ${name}`);
  return hash;
}

function digitsOf(count: number | string): OtpDigits {
  const digits = otpDigitCounts.find((known) => known === Number(count));
  if (digits === undefined) throw new Error(`no such number of digits: ${count}`);
  return digits;
}

function codeOf(text: string, digits: OtpDigits): OtpCode {
  const parsed = parseCode(text, digits);
  if (!parsed.ok) throw new Error(`the vector's code was refused: ${parsed.reason}`);
  return parsed.value;
}

describe("RFC 4226 Appendix D", () => {
  const hmac = nodeHmac("SHA-1", bytes(hotpRfc4226.keyHex));
  const digits = digitsOf(hotpRfc4226.digits);

  test.each(hotpRfc4226.cases)("counter $counter: every intermediate", async (vector) => {
    const mac = hmac(counterBytes(vector.counter));
    expect(hex(counterBytes(vector.counter))).toBe(vector.counterHex);
    expect(hex(mac)).toBe(vector.macHex);
    expect(truncateMac(mac)).toBe(vector.truncated);
    expect(truncateMac(mac)).toBe(Number.parseInt(vector.truncatedHex, 16));
    expect(hotp(hmac, vector.counter, digits)).toBe(vector.code);
    const web = await webHmac("SHA-1", bytes(hotpRfc4226.keyHex));
    expect(await hotpAsync(web, BigInt(vector.counter), digits)).toBe(vector.code);
  });
});

describe("RFC 6238 Appendix B", () => {
  const shape = { ...totpRfc6238, digits: digitsOf(totpRfc6238.digits) };

  test.each(totpRfc6238.cases)("$hash at $time", async (vector) => {
    const time = asUnixSeconds(vector.time);
    const hmac = nodeHmac(hashNamed(vector.hash), bytes(vector.keyHex));
    expect(timeStepAt(time, shape)).toBe(Number.parseInt(vector.stepHex, 16));
    expect(hex(hmac(counterBytes(vector.step)))).toBe(vector.macHex);
    expect(totp(hmac, shape, time)).toBe(vector.code);
    const web = await webHmac(hashNamed(vector.hash), bytes(vector.keyHex));
    expect(await totpAsync(web, shape, time)).toBe(vector.code);
  });
});

describe("Counters of every size", () => {
  test.each(hotpCounters.cases)("$hash of $counter", ({ hash, counter, ...vector }) => {
    const hmac = nodeHmac(hashNamed(hash), bytes(hotpCounters.keyHex));
    const big = BigInt(counter);
    const forms = Number.isSafeInteger(Number(counter)) ? [big, Number(counter)] : [big];
    for (const form of forms) {
      expect(hex(counterBytes(form))).toBe(vector.counterHex);
      expect(hex(hmac(counterBytes(form)))).toBe(vector.macHex);
      for (const [digits, code] of Object.entries(vector.codes)) {
        expect(hotp(hmac, form, digitsOf(digits))).toBe(code);
      }
    }
  });
});

describe.each(kernels)("The codes of the RFCs, found by the kernel $name", ({ kernel }) => {
  test("RFC 4226 Appendix D: each code at its counter, among all ten", () => {
    const key = bytes(hotpRfc4226.keyHex);
    const digits = digitsOf(hotpRfc4226.digits);
    const run = { key, hash: "SHA-1", digits, firstCounter: 0, count: 10 } as const;
    const found = hotpRfc4226.cases.map(({ code }) =>
      kernel({ ...run, code: Number(code), stopAtMatch: false }),
    );
    expect(found).toEqual(hotpRfc4226.cases.map(({ counter }) => counter));
  });

  test.each(totpRfc6238.cases)("RFC 6238 Appendix B: $hash at $time", (vector) => {
    const { keyHex, step, code, hash } = vector;
    const firstCounter = Math.max(step - 3, 0);
    const search = { key: bytes(keyHex), hash: hashNamed(hash), digits: 8, code: Number(code) };
    const found = kernel({ ...search, digits: 8, firstCounter, count: 6, stopAtMatch: false });
    expect(firstCounter + found).toBe(step);
  });

  test("counters of every size up to 2^53 - 1, every hash, 6 to 9 digits", () => {
    const key = bytes(hotpCounters.keyHex);
    const safe = hotpCounters.cases.filter(({ counter }) => Number.isSafeInteger(Number(counter)));
    for (const { hash, counter, codes } of safe) {
      for (const [digits, code] of Object.entries(codes)) {
        const search = { key, hash: hashNamed(hash), digits: digitsOf(digits), code: Number(code) };
        const run = { firstCounter: Number(counter), count: 1, stopAtMatch: false };
        expect(kernel({ ...search, ...run }), `${hash} ${counter} ${digits}`).toBe(0);
      }
    }
    expect(safe.length).toBeGreaterThan(0);
  });
});

describe.each(kernels)("Verification of time-based codes by $name", ({ kernel }) => {
  test.each(totpVerification.cases)("$description", (vector) => {
    const policy = parseTotpPolicy(vector.policy);
    if (!policy.ok) throw new Error(policy.reason);
    const verdict = verifyTotp(kernel, {
      key: bytes(totpVerification.keyHex),
      policy: policy.value,
      code: codeOf(vector.code, policy.value.digits),
      now: asUnixSeconds(vector.now),
      ...("lastAcceptedStep" in vector && {
        lastAcceptedStep: asTimeStep(vector.lastAcceptedStep),
      }),
    });
    expect(verdict).toEqual(vector.expected);
  });
});

describe.each(kernels)("Verification of counter-based codes by $name", ({ kernel }) => {
  test.each(hotpVerification.cases)(
    "$description",
    ({ code, nextCounter, lookAhead, expected }) => {
      const digits = digitsOf(hotpVerification.digits);
      const verdict = verifyHotp(kernel, {
        key: bytes(hotpVerification.keyHex),
        policy: { hash: hashNamed(hotpVerification.hash), digits, lookAhead },
        code: codeOf(code, digits),
        nextCounter,
      });
      expect(verdict).toEqual(expected);
    },
  );
});

describe("Parsing of codes", () => {
  test.each(codeParsing.cases)("$text as $digits digits", ({ text, digits, expected }) => {
    const parsed = parseCode(text, digitsOf(digits));
    expect(parsed).toEqual(expected.ok ? { ok: true, value: text } : expected);
  });
});
