/** X-Wing against the draft's published vectors, and the library's HPKE against OpenSSL. */
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { deriveKemKeyPair, generateKemKeyPair, open, seal } from "./hpke.ts";
import type { Bytes } from "./platform.ts";
import { independentlyOpen, xwingDecapsulate } from "./testing/independent-hpke.ts";
import { fixedPlatform, realPlatform } from "./testing/platforms.ts";
import { readVectors } from "./testing/read-vectors.ts";

interface XWingVectors {
  readonly cases: readonly {
    readonly seed: string;
    readonly eseed: string;
    readonly sharedSecret: string;
    readonly publicKeySha3: string;
    readonly ciphertextSha3: string;
  }[];
}

const bytes = (text: string): Bytes => new TextEncoder().encode(text);
const unhex = (text: string): Bytes => Uint8Array.from(Buffer.from(text, "hex"));
const sha3 = (data: Uint8Array): string => createHash("sha3-256").update(data).digest("hex");

describe("X-Wing is what the draft says", () => {
  const { cases } = readVectors("x-wing") as XWingVectors;

  it("has the draft's three vectors to agree with", () => {
    expect(cases).toHaveLength(3);
  });

  it.each(cases)("gives the public key and the encapsulation of seed $seed", async (vector) => {
    const pair = await deriveKemKeyPair(unhex(vector.seed));
    expect(sha3(pair.publicKey)).toBe(vector.publicKeySha3);
    const platform = fixedPlatform(unhex(vector.eseed));
    const to = { publicKey: pair.publicKey, info: bytes("") };
    const sealed = await seal(platform, to, bytes("body"), ["seed"]);
    expect(sealed && sha3(sealed.enc)).toBe(vector.ciphertextSha3);
  });

  it.each(cases)("OpenSSL decapsulates seed $seed to the draft's secret", async (vector) => {
    const pair = await deriveKemKeyPair(unhex(vector.seed));
    const to = { publicKey: pair.publicKey, info: bytes("") };
    const sealed = await seal(fixedPlatform(unhex(vector.eseed)), to, bytes("body"), []);
    const secret = sealed && xwingDecapsulate(unhex(vector.seed), sealed.enc);
    expect(secret?.toString("hex")).toBe(vector.sharedSecret);
  });
});

describe("HPKE in base mode", () => {
  it("seals what a second implementation over OpenSSL opens, with the same exports", async () => {
    for (let round = 0; round < 20; round += 1) {
      const pair = await generateKemKeyPair(realPlatform);
      const info = realPlatform.random(round * 7);
      const plaintext = realPlatform.random(round * 50);
      const to = { publicKey: pair.publicKey, info };
      const sealed = await seal(realPlatform, to, plaintext, ["seed", "reply"]);
      if (sealed === undefined) throw new Error("a key of our own was refused");
      const judged = independentlyOpen(pair.secretKey, info, sealed.enc, sealed.ct);
      expect(new Uint8Array(judged.plaintext)).toEqual(plaintext);
      expect(sealed.exports.map((secret) => Buffer.from(secret).toString("hex"))).toEqual(
        ["seed", "reply"].map((label) => judged.exportSecret(label).toString("hex")),
      );
    }
  });

  it("does not open with another key, another info or one bit changed", async () => {
    const [pair, other] = [
      await generateKemKeyPair(realPlatform),
      await generateKemKeyPair(realPlatform),
    ];
    const info = bytes("ramznama");
    const sealed = await seal(realPlatform, { publicKey: pair.publicKey, info }, bytes("x"), []);
    if (sealed === undefined) throw new Error("a key of our own was refused");
    const flipped = sealed.enc.map((byte, at) => (at === 700 ? byte ^ 1 : byte));
    const { secretKey } = pair;
    expect(await open(realPlatform, { secretKey, info }, sealed, [])).toBeDefined();
    expect(
      await open(realPlatform, { secretKey: other.secretKey, info }, sealed, []),
    ).toBeUndefined();
    expect(
      await open(realPlatform, { secretKey, info: bytes("ramznamb") }, sealed, []),
    ).toBeUndefined();
    expect(
      await open(realPlatform, { secretKey, info }, { ...sealed, enc: flipped }, []),
    ).toBeUndefined();
  });

  it("refuses to seal to bytes that are no X-Wing public key", async () => {
    const info = bytes("");
    const ones = new Uint8Array(1216).fill(0xff);
    expect(await seal(realPlatform, { publicKey: ones, info }, bytes("x"), [])).toBeUndefined();
    const short = new Uint8Array(1215);
    expect(await seal(realPlatform, { publicKey: short, info }, bytes("x"), [])).toBeUndefined();
  });

  it("leaves the caller's secret key as it was", async () => {
    const secretKey = realPlatform.random(32);
    const before = secretKey.slice();
    await deriveKemKeyPair(secretKey);
    expect(secretKey).toEqual(before);
  });
});
