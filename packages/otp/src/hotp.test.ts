import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { counterBytes, equalInConstantTime, formatCode, parseCode, truncateMac } from "./index.ts";
import { otpDigitCounts } from "./otp-code.ts";

describe("Counters", () => {
  test("number and bigint give the same bytes, over 2^32 too", () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (counter) => {
        const bytes = counterBytes(counter);
        expect(bytes).toEqual(counterBytes(BigInt(counter)));
        expect(Buffer.from(bytes).readBigUInt64BE()).toBe(BigInt(counter));
      }),
    );
    expect([...counterBytes(2 ** 32)]).toEqual([0, 0, 0, 1, 0, 0, 0, 0]);
    expect([...counterBytes(2 ** 32 - 1)]).toEqual([0, 0, 0, 0, 255, 255, 255, 255]);
  });

  test.each([-1, 0.5, Number.NaN, Infinity, 2 ** 53, -1n, 2n ** 64n])(
    "%s is no counter",
    (counter) => {
      expect(() => counterBytes(counter)).toThrow(RangeError);
    },
  );
});

describe("Truncation", () => {
  test("RFC 4226 section 5.4: the example of the text", () => {
    const mac = Buffer.from("1f8698690e02ca16618550ef7f19da8e945b555a", "hex");
    expect(truncateMac(mac).toString(16)).toBe("50ef7f19");
    expect(formatCode(truncateMac(mac), 6)).toBe("872921");
  });

  test("the top bit is dropped and the highest offset stays inside 20 bytes", () => {
    const mac = new Uint8Array(20).fill(0xff);
    expect(truncateMac(mac)).toBe(0x7fffffff);
  });

  test("a MAC that is a view into a larger buffer is read at its own place", () => {
    const pool = new Uint8Array(40).fill(0xaa);
    pool.set([0x12, 0x34, 0x56, 0x78], 10);
    pool[29] = 0x10;
    expect(truncateMac(pool.subarray(10, 30))).toBe(0x12345678);
  });

  test("a MAC too short to truncate is refused", () => {
    expect(() => truncateMac(new Uint8Array(19))).toThrow(RangeError);
  });
});

describe("Codes", () => {
  test("every truncated value gives a code that parses, leading zeros kept", () => {
    const truncated = fc.integer({ min: 0, max: 0x7fffffff });
    fc.assert(
      fc.property(truncated, fc.constantFrom(...otpDigitCounts), (value, digits) => {
        const code = formatCode(value, digits);
        expect(parseCode(code, digits)).toEqual({ ok: true, value: code });
        expect(Number(code)).toBe(value % 10 ** digits);
      }),
    );
    expect(formatCode(42, 8)).toBe("00000042");
  });
});

describe("Comparison in constant time", () => {
  test("agrees with plain comparison", () => {
    const pair = fc.tuple(fc.uint8Array({ maxLength: 4 }), fc.uint8Array({ maxLength: 4 }));
    fc.assert(
      fc.property(pair, ([left, right]) => {
        expect(equalInConstantTime(left, right)).toBe(Buffer.compare(left, right) === 0);
        expect(equalInConstantTime(left, left.slice())).toBe(true);
      }),
    );
  });

  test("one changed bit anywhere is seen", () => {
    const secret = new Uint8Array(32);
    for (let bit = 0; bit < 256; bit += 1) {
      const changed = secret.slice();
      changed[bit >> 3] = 1 << (bit & 7);
      expect(equalInConstantTime(secret, changed)).toBe(false);
    }
  });
});
