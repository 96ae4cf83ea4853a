import { createHash, randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ask, problemOf, refusalOf, type Reply } from "./ask.ts";
import { storedContent } from "./database-content.ts";
import {
  ecdsa,
  encodeJws,
  hmac,
  makeKeyPair,
  unsigned,
  type KeyPair,
  type Signer,
} from "./forged-jws.ts";
import { takeNonce } from "./open-phone.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";

let bank: TestBank;
let otherBank: TestBank;
let key: KeyPair;
let nonce: string;

beforeAll(async () => {
  [bank, otherBank] = [await startTestBank(), await startTestBank()];
  key = makeKeyPair();
  nonce = await takeNonce(bank);
});

afterAll(async () => {
  await bank.stop();
  await otherBank.stop();
});

const path = "/device/v1/tokens";
/** The key is registered nowhere, so this is the answer behind the door. */
const behindTheDoor = [403, "device_not_registered"];

const digest = (body: string): string => createHash("sha256").update(body).digest("base64url");

interface Forgery {
  readonly header?: object;
  readonly claims?: object;
  readonly signer?: Signer;
}

const prove = ({ header = {}, claims = {}, signer }: Forgery = {}): string =>
  encodeJws(
    { alg: "ES256", typ: "ramznama-proof+jwt", jwk: key.publicJwk, ...header },
    {
      htm: "GET",
      htu: path,
      jti: randomBytes(16).toString("base64url"),
      bodySha256: digest(""),
      nonce,
      ...claims,
    },
    signer ?? ecdsa(key.privateKey),
  );

const show = (dpop: string, to = path): Promise<Reply> =>
  ask(bank, { listener: "public", method: "GET", path: to, headers: { dpop } });

test("a right proof passes the door", async () => {
  expect(refusalOf(await show(prove()))).toEqual(behindTheDoor);
});

test("the query is no part of a proof, as in RFC 9449 §4.3, and a door without one refuses it", async () => {
  expect(refusalOf(await show(prove(), `${path}?a=1`))[0]).toBeGreaterThanOrEqual(400);
});

test("without a proof the answer hands out a nonce to begin with", async () => {
  const reply = await ask(bank, { listener: "public", method: "GET", path });
  expect(refusalOf(reply)).toEqual([401, "use_nonce"]);
  expect(
    refusalOf(await show(prove({ claims: { nonce: reply.headers.get("dpop-nonce") } }))),
  ).toEqual(behindTheDoor);
});

test("R9 a nonce is good for 300 seconds of the server's clock and not for 301", async () => {
  const old = await takeNonce(bank);
  bank.clock.advanceSeconds(300);
  expect(refusalOf(await show(prove({ claims: { nonce: old } })))).toEqual(behindTheDoor);
  bank.clock.advanceSeconds(1);
  const late = await show(prove({ claims: { nonce: old } }));
  expect(refusalOf(late)).toEqual([401, "use_nonce"]);
  nonce = late.headers.get("dpop-nonce") ?? "";
  expect(refusalOf(await show(prove()))).toEqual(behindTheDoor);
});

test("R9 a nonce of the future, of another bank, cut, longer or made up is not good", async () => {
  const foreign = await takeNonce(otherBank);
  bank.clock.advanceSeconds(60);
  const future = await takeNonce(bank);
  bank.clock.advanceSeconds(-60);
  const flipped = (nonce.startsWith("A") ? "B" : "A") + nonce.slice(1);
  const wrong = [foreign, future, flipped, nonce.slice(0, -1), `${nonce}A`, `${nonce}=`, "", "x"];
  for (const candidate of [...wrong, "n".repeat(256)]) {
    const reply = await show(prove({ claims: { nonce: candidate } }));
    expect([candidate, ...refusalOf(reply)]).toEqual([candidate, 401, "use_nonce"]);
  }
});

test("R9 a proof is good once, and at most once when it comes twenty times at once", async () => {
  const proof = prove();
  const replies = await Promise.all(Array.from({ length: 20 }, () => show(proof)));
  const codes = replies.map((reply) => problemOf(reply).code).sort();
  expect(codes).toEqual(["device_not_registered", ...Array<string>(19).fill("proof_replayed")]);
  const jti = randomBytes(16).toString("base64url");
  expect(refusalOf(await show(prove({ claims: { jti } })))).toEqual(behindTheDoor);
  expect(refusalOf(await show(prove({ claims: { jti } })))).toEqual([401, "proof_replayed"]);
});

test("R9 a proof that did not pass does not use up the jti of one that will", async () => {
  const jti = randomBytes(16).toString("base64url");
  const wrong = prove({ claims: { jti }, signer: ecdsa(makeKeyPair().privateKey) });
  expect(refusalOf(await show(wrong))).toEqual([401, "proof_invalid"]);
  expect(refusalOf(await show(prove({ claims: { jti } })))).toEqual(behindTheDoor);
});

const stranger = makeKeyPair();
const p384 = makeKeyPair("P-384");

const forgeries: readonly (readonly [string, () => Forgery])[] = [
  ["for another method", () => ({ claims: { htm: "DELETE" } })],
  ["for the method in small letters", () => ({ claims: { htm: "get" } })],
  ["for another path", () => ({ claims: { htu: "/device/v1/activations" } })],
  ["for the whole address", () => ({ claims: { htu: `${bank.publicUrl()}${path}` } })],
  ["for the path with a slash", () => ({ claims: { htu: `${path}/` } })],
  ["for another body", () => ({ claims: { bodySha256: digest("{}") } })],
  ["of another key than it names", () => ({ signer: ecdsa(stranger.privateKey) })],
  ["of alg none", () => ({ header: { alg: "none" }, signer: unsigned })],
  ["without a signature", () => ({ signer: unsigned })],
  [
    "of HS256 over the public key",
    () => ({ header: { alg: "HS256" }, signer: hmac(key.publicJwk.x) }),
  ],
  ["with zeros as a signature", () => ({ signer: () => Buffer.alloc(64) })],
  ["of a P-384 key", () => ({ header: { jwk: p384.publicJwk }, signer: ecdsa(p384.privateKey) })],
  [
    "of a P-384 key and ES384",
    () => ({
      header: { alg: "ES384", jwk: p384.publicJwk },
      signer: ecdsa(p384.privateKey, "sha384"),
    }),
  ],
  ["with the private key in its header", () => ({ header: { jwk: key.privateJwk } })],
  ["with a key of more members", () => ({ header: { jwk: { ...key.publicJwk, kid: "1" } } })],
  [
    "with a point off the curve",
    () => ({ header: { jwk: { ...key.publicJwk, y: key.publicJwk.x } } }),
  ],
  ["without a key", () => ({ header: { jwk: undefined } })],
  ["with a key's name instead", () => ({ header: { jwk: undefined, kid: "1" } })],
  ["of type dpop+jwt", () => ({ header: { typ: "dpop+jwt" } })],
  ["of type JWT", () => ({ header: { typ: "JWT" } })],
  ["without a type", () => ({ header: { typ: undefined } })],
  ["with crit", () => ({ header: { crit: ["exp"], exp: 1 } })],
  ["with an address of keys", () => ({ header: { jku: "https://example.com/" } })],
  ["with certificates", () => ({ header: { x5c: ["AAAA"] } })],
  ["with a claim more", () => ({ claims: { iat: 1 } })],
  ["without a nonce", () => ({ claims: { nonce: undefined } })],
  ["with a nonce that is a number", () => ({ claims: { nonce: 7 } })],
  ["without a jti", () => ({ claims: { jti: undefined } })],
  ["with a short jti", () => ({ claims: { jti: "AAAA" } })],
  ["with a jti of another spelling", () => ({ claims: { jti: "AAAAAAAAAAAAAAAAAAAAAB" } })],
  ["without the body's digest", () => ({ claims: { bodySha256: undefined } })],
  ["too large", () => ({ claims: { nonce: "n".repeat(3_000) } })],
];

test.each(forgeries)("R9 a proof %s is refused", async (_what, forge) => {
  const before = await storedContent(bank);
  const reply = await show(prove(forge()));
  expect(refusalOf(reply)).toEqual([401, "proof_invalid"]);
  // Whoever made a mistake may try again at once.
  expect(reply.headers.get("dpop-nonce")).toBeTruthy();
  expect(await storedContent(bank)).toEqual(before);
});

test.each([
  ["no JWS", "x"],
  ["empty", ""],
  ["two parts", "AAAA.BBBB"],
  ["four parts", "A.B.C.D"],
  ["a JWE", "A.B.C.D.E"],
  ["no base64url", "ä.b.c"],
  ["two proofs in one header", "A.B.C, A.B.C"],
])("R9 a header that is %s is refused", async (_what, dpop) => {
  const text = Buffer.from(dpop).toString("latin1");
  const { status, code } = problemOf(await show(text));
  expect([status, ["proof_invalid", "use_nonce"].includes(code)]).toEqual([401, true]);
});

test("R9 a proof covers the body byte for byte", async () => {
  const send = async (proven: string, sent: string): Promise<readonly [number, string]> => {
    const claims = { htm: "POST", htu: "/device/v1/activations", bodySha256: digest(proven) };
    return refusalOf(
      await ask(bank, {
        listener: "public",
        method: "POST",
        path: "/device/v1/activations",
        headers: { dpop: prove({ claims }) },
        text: sent,
      }),
    );
  };
  expect(await send('{"k":1}', '{"k":1}')).toEqual([400, "invalid_request"]);
  expect(await send('{"k":1}', '{"k":2}')).toEqual([401, "proof_invalid"]);
  expect(await send('{"k":1}', '{"k": 1}')).toEqual([401, "proof_invalid"]);
  expect(await send("", '{"k":1}')).toEqual([401, "proof_invalid"]);
});
