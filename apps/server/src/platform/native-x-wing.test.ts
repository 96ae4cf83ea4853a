/** The native X-Wing against its judges: the draft's vectors, the protocol's vectors, and the library, both ways. */
import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { XWing as LibraryXWing } from "@hpke/hybridkem-x-wing";
import {
  hashDeviceKey,
  openActivationRequest,
  type Bytes,
  type PublicJwk,
  type WebCryptoKey,
} from "@ramznama/activation";
import { expect, test } from "vitest";
import { createNativeXWing } from "./native-x-wing.ts";
import { systemRandom } from "./random.ts";
import { webPlatform } from "./web-platform.ts";

const made = createNativeXWing();
if (made === undefined)
  throw new Error("this Node has no ML-KEM; run the tests with the project's own");
const native = made;
/** What is used of the judge; its declarations name a global type that Node's lack. */
interface Judge {
  generateKeyPairDerand(secretKey: Uint8Array): Promise<{ publicKey: Key; privateKey: Key }>;
  serializePublicKey(key: Key): Promise<ArrayBuffer>;
  deserializePublicKey(bytes: Uint8Array): Promise<Key>;
  encap(to: {
    readonly recipientPublicKey: Key;
    readonly ekm?: ArrayBuffer;
  }): Promise<{ sharedSecret: ArrayBuffer; enc: ArrayBuffer }>;
  decap(from: { readonly recipientKey: Key; readonly enc: Bytes }): Promise<ArrayBuffer>;
}
type Key = WebCryptoKey;
const library: Judge = new LibraryXWing();
const rounds = 1_000;

const readVectors = (name: string): unknown =>
  JSON.parse(
    readFileSync(new URL(`../../../../vectors/activation/${name}.json`, import.meta.url), "utf8"),
  );
const unhex = (text: string): Bytes => Uint8Array.from(Buffer.from(text, "hex"));
const hex = (bytes: Uint8Array | ArrayBuffer): string =>
  Buffer.from(bytes as Uint8Array).toString("hex");
const sha3 = (bytes: Uint8Array): string => createHash("sha3-256").update(bytes).digest("hex");
const draw = (length: number): Bytes => new Uint8Array(randomBytes(length));

interface DraftVector {
  readonly seed: string;
  readonly eseed: string;
  readonly sharedSecret: string;
  readonly publicKeySha3: string;
  readonly ciphertextSha3: string;
}
const { cases: draftVectors } = readVectors("x-wing") as { cases: readonly DraftVector[] };

test("P6 the draft's vectors: the native X-Wing has their public keys and opens their ciphertexts", async () => {
  expect(draftVectors).toHaveLength(3);
  for (const vector of draftVectors) {
    const publicKey = native.publicKeyOf(unhex(vector.seed));
    expect(sha3(publicKey)).toBe(vector.publicKeySha3);
    const { enc } = await library.encap({
      recipientPublicKey: await library.deserializePublicKey(publicKey),
      ekm: unhex(vector.eseed).buffer,
    });
    expect(sha3(new Uint8Array(enc))).toBe(vector.ciphertextSha3);
    const secret = native.decapsulate(unhex(vector.seed), new Uint8Array(enc));
    expect(hex(secret)).toBe(vector.sharedSecret);
  }
});

interface ActivationVector {
  readonly given: {
    readonly serverKey: { readonly k: string; readonly secretKey: string };
    readonly devicePublicKey: PublicJwk;
  };
  readonly between: { readonly seedExport: string; readonly replyExport: string };
  readonly wire: { readonly request: unknown };
}

test("P6 the protocol's vectors open on the server's platform to the same secrets", async () => {
  const platform = webPlatform(systemRandom);
  expect(platform.xWing).toBeDefined();
  const { cases } = readVectors("activation") as { cases: readonly ActivationVector[] };
  expect(cases.length).toBeGreaterThan(0);
  for (const { given, between, wire } of cases) {
    const opened = await openActivationRequest(platform, {
      serverKey: { k: given.serverKey.k, secretKey: unhex(given.serverKey.secretKey) },
      deviceKeyHash: await hashDeviceKey(platform, given.devicePublicKey),
      request: wire.request,
    });
    if (!opened.ok) throw new Error(opened.reason);
    expect(hex(opened.value.seedExport)).toBe(between.seedExport);
    expect(hex(opened.value.replyExport)).toBe(between.replyExport);
  }
});

test(
  `P6 ${rounds} random keys: what the library encapsulates the native X-Wing opens, and the other way round`,
  { timeout: 120_000 },
  async () => {
    for (let round = 0; round < rounds; round += 1) {
      const secretKey = draw(32);
      const publicKey = native.publicKeyOf(secretKey);
      const pair = await library.generateKeyPairDerand(secretKey.slice());
      expect(hex(await library.serializePublicKey(pair.publicKey))).toBe(hex(publicKey));
      const theirs = await library.encap({ recipientPublicKey: pair.publicKey });
      expect(hex(native.decapsulate(secretKey, new Uint8Array(theirs.enc)))).toBe(
        hex(theirs.sharedSecret),
      );
      const ours = native.encapsulate(publicKey, draw(64));
      const opened = await library.decap({ recipientKey: pair.privateKey, enc: ours.ciphertext });
      expect(hex(opened)).toBe(hex(ours.sharedSecret));
    }
  },
);

test("P6 an altered ciphertext gives both the same other secret, so that neither tells more", async () => {
  for (let round = 0; round < 20; round += 1) {
    const secretKey = draw(32);
    const { ciphertext, sharedSecret } = native.encapsulate(
      native.publicKeyOf(secretKey),
      draw(64),
    );
    const altered = ciphertext.map((byte, at) => (at === round * 50 ? byte ^ 1 : byte));
    const pair = await library.generateKeyPairDerand(secretKey.slice());
    const judged = hex(await library.decap({ recipientKey: pair.privateKey, enc: altered }));
    expect(hex(native.decapsulate(secretKey, altered))).toBe(judged);
    expect(judged).not.toBe(hex(sharedSecret));
  }
});

test("P6 bytes that are no key or no ciphertext are refused, and secrets given are left as they were", () => {
  const secretKey = draw(32);
  const before = secretKey.slice();
  const publicKey = native.publicKeyOf(secretKey);
  const { ciphertext } = native.encapsulate(publicKey, draw(64));
  native.decapsulate(secretKey, ciphertext);
  expect(secretKey).toEqual(before);
  expect(() => native.encapsulate(new Uint8Array(1216).fill(0xff), draw(64))).toThrow();
  expect(() => native.encapsulate(publicKey.subarray(1), draw(64))).toThrow();
  expect(() => native.encapsulate(publicKey, draw(63))).toThrow();
  expect(() => native.decapsulate(secretKey, ciphertext.subarray(1))).toThrow();
  expect(() => native.publicKeyOf(draw(31))).toThrow();
  // A point of small order makes the secret of X25519 zero whatever the key is.
  const smallOrder = publicKey.slice().fill(0, 1184);
  expect(() => native.encapsulate(smallOrder, draw(64))).toThrow();
});
