import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildWindowKernel } from "../kernel/build-window-kernel.ts";
import {
  chooseWindowKernel,
  counterBytes,
  makeHmacKernel,
  makeWasmKernel,
  otpDigitCounts,
  otpHashes,
  truncateMac,
  windowCandidatesMax,
  type Hmac,
  type OtpHash,
  type WindowSearch,
} from "./index.ts";
import { codeNumber } from "./otp-code.ts";
import { nodeWasm } from "./testing/node-wasm.ts";
import { windowKernelWasm } from "./window-kernel-wasm.ts";

const nodeHmac =
  (hash: OtpHash, key: Uint8Array): Hmac =>
  (counter) =>
    createHmac(hash.replace("-", ""), key).update(counter).digest();
const judge = makeHmacKernel(nodeHmac);
const kernel = makeWasmKernel(nodeWasm);

type Run = Omit<WindowSearch<Uint8Array>, "code" | "stopAtMatch">;

const codeAt = ({ hash, key, digits }: Run, counter: number): number =>
  codeNumber(truncateMac(nodeHmac(hash, key)(counterBytes(counter))), digits);

const anyKey = fc.uint8Array({ minLength: 1, maxLength: 200 });
const countFrom = (max: number) => fc.integer({ min: 0, max });
/** Runs anywhere, over 2^32, over other multiples of it, and up to 2^53 - 1. */
const firstCounterFor = (count: number) => {
  const newest = Number.MAX_SAFE_INTEGER - Math.max(count - 1, 0);
  return fc.oneof(
    fc.integer({ min: 0, max: 5_000_000_000 }),
    fc.integer({ min: 0, max: count }).map((before) => 2 ** 32 - before),
    fc
      .tuple(fc.integer({ min: 1, max: 2 ** 20 }), fc.integer({ min: 0, max: count }))
      .map(([times, before]) => times * 2 ** 32 - before),
    fc.integer({ min: 0, max: 3 }).map((before) => newest - before),
    fc.constant(0),
  );
};
const anySearch = (countMax: number): fc.Arbitrary<WindowSearch<Uint8Array>> =>
  countFrom(countMax).chain((count) =>
    fc
      .record({
        key: anyKey,
        hash: fc.constantFrom(...otpHashes),
        digits: fc.constantFrom(...otpDigitCounts),
        firstCounter: firstCounterFor(count),
        count: fc.constant(count),
        stopAtMatch: fc.boolean(),
        // The first, the last, any of the run, or one beyond each end, which is as good as none.
        place: fc.oneof(
          fc.constant(0),
          fc.constant(count - 1),
          fc.integer({ min: -1, max: count }),
        ),
      })
      .map(({ place, ...search }) => {
        const counter = Math.max(search.firstCounter + place, 0);
        const known = Math.min(counter, Number.MAX_SAFE_INTEGER);
        return { ...search, code: codeAt(search, known) };
      }),
  );

describe("The kernel in WebAssembly", () => {
  test("agrees with node:crypto in 10,000 runs of every hash, length, place and key", () => {
    const property = fc.property(anySearch(24), (search) => {
      expect(kernel.search(search)).toBe(judge(search));
    });
    fc.assert(property, { numRuns: 10_000 });
  });

  test("agrees with node:crypto in windows up to the largest allowed", () => {
    const property = fc.property(anySearch(windowCandidatesMax), (search) => {
      expect(kernel.search(search)).toBe(judge(search));
    });
    fc.assert(property, { numRuns: 150 });
  });

  test.each(otpHashes)("%s: of several counters with one code the newest is found", (hash) => {
    const run: Run = {
      key: Uint8Array.from({ length: 20 }, (_, index) => index),
      hash,
      digits: 6,
      firstCounter: 0,
      count: 12_000,
    };
    const lastSeen = new Map<number, number>();
    const pairs: (readonly [older: number, newer: number, code: number])[] = [];
    for (let counter = 0; counter < run.count; counter += 1) {
      const code = codeAt(run, counter);
      const older = lastSeen.get(code);
      if (older !== undefined && counter - older < 500) pairs.push([older, counter, code]);
      lastSeen.set(code, counter);
    }
    expect(pairs.length).toBeGreaterThan(0);
    for (const [older, newer, code] of pairs) {
      const firstCounter = Math.max(older - 100, 0);
      for (const stopAtMatch of [true, false]) {
        const search = { ...run, firstCounter, code, stopAtMatch };
        const both = { ...search, count: newer - firstCounter + 100 };
        expect(kernel.search(both)).toBe(judge(both));
        expect(firstCounter + kernel.search(both)).toBeGreaterThanOrEqual(newer);
        // Cut just before the newer one, the older one is the newest.
        expect(kernel.search({ ...search, count: newer - firstCounter })).toBe(
          older - firstCounter,
        );
      }
    }
  });

  test("refuses what no verification asks for, as the fallback does", () => {
    const search: WindowSearch<Uint8Array> = {
      key: new Uint8Array(20),
      hash: "SHA-1",
      digits: 6,
      firstCounter: 0,
      count: 1,
      code: 0,
      stopAtMatch: false,
    };
    const wrong = [
      { firstCounter: -1 },
      { firstCounter: 0.5 },
      { firstCounter: Number.MAX_SAFE_INTEGER, count: 2 },
      { count: -1 },
      { count: Number.NaN },
      { code: 1_000_000 },
      { code: -1 },
    ];
    for (const change of wrong) {
      expect(() => kernel.search({ ...search, ...change })).toThrow(RangeError);
      expect(() => judge({ ...search, ...change })).toThrow(RangeError);
    }
  });

  test("the committed module is, byte for byte, what the sources build", async () => {
    const built = Buffer.from(await buildWindowKernel());
    const committed = Buffer.from(windowKernelWasm, "base64");
    // A plain comparison: the difference of two modules is no reading.
    expect(built.equals(committed), "run: npm run window-kernel").toBe(true);
  });
});

describe("What stays of a key", () => {
  const search = (hash: OtpHash, keyLength: number): WindowSearch<Uint8Array> => {
    const key = Uint8Array.from({ length: keyLength }, (_, index) => 0xa5 ^ index);
    const run: Run = { key, hash, digits: 8, firstCounter: 1_800_000_000, count: 142 };
    return { ...run, code: codeAt(run, 1_800_000_100), stopAtMatch: false };
  };
  const cases = otpHashes.flatMap((hash) => [20, 32, 64, 128, 200].map((length) => [hash, length]));

  test.each(cases as [OtpHash, number][])(
    "R10 %s, a key of %d bytes: the whole memory is as it was before the first call",
    (hash, length) => {
      const fresh = makeWasmKernel(nodeWasm);
      const before = Buffer.from(fresh.memory);
      const wanted = search(hash, length);
      expect(fresh.search(wanted)).toBe(100);
      const after = Buffer.from(fresh.memory);
      expect(after.equals(before)).toBe(true);
      for (const pad of [0, 0x36, 0x5c]) {
        const padded = Buffer.from(wanted.key.subarray(0, 16).map((byte) => byte ^ pad));
        expect(after.includes(padded)).toBe(false);
        for (let at = 0; at < 16; at += 4) padded.subarray(at, at + 4).reverse();
        expect(after.includes(padded)).toBe(false);
      }
    },
  );

  test.each(otpHashes)("R10 %s: block and states are wiped even when the search throws", (hash) => {
    const seen: { memory?: Uint8Array; during?: Buffer } = {};
    const name = `search${hash.replace("SHA-", "Sha")}`;
    const breaking = makeWasmKernel({
      ...nodeWasm,
      instantiate: (binary) => {
        const { exports } = nodeWasm.instantiate(binary);
        const fail = () => {
          if (seen.memory !== undefined) seen.during = Buffer.from(seen.memory);
          throw new Error("stopped on purpose");
        };
        return { exports: { ...exports, [name]: fail } };
      },
    });
    seen.memory = breaking.memory;
    const before = Buffer.from(breaking.memory);
    const wanted = search(hash, 32);
    expect(() => breaking.search(wanted)).toThrow("stopped on purpose");
    // The key was there, or this test would show nothing.
    expect(seen.during?.includes(Buffer.from(wanted.key))).toBe(true);
    expect(Buffer.from(breaking.memory).equals(before)).toBe(true);
  });
});

describe("The choice of the kernel", () => {
  const platform = { ...nodeWasm, bindHmac: nodeHmac };

  test("is WebAssembly where its module compiles", () => {
    expect(chooseWindowKernel(platform).name).toBe("wasm-simd");
  });

  test("is node:crypto where it does not, with the same answers", () => {
    const cut = (binary: Uint8Array<ArrayBuffer>) => nodeWasm.instantiate(binary.slice(0, 1000));
    const { name, search } = chooseWindowKernel({ ...platform, instantiate: cut });
    expect(name).toBe("hmac");
    const property = fc.property(anySearch(16), (wanted) => {
      expect(search(wanted)).toBe(kernel.search(wanted));
    });
    fc.assert(property, { numRuns: 500 });
  });
});
