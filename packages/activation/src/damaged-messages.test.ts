/** R8 for this package: whatever arrives, the parse border answers with a refusal and never throws. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openActivationRequest } from "./answer-activation.ts";
import { verifyConfirmation } from "./confirmation.ts";
import { encodeFields } from "./hash-fields.ts";
import { openActivationReply, verifyRefusalTag } from "./open-activation-reply.ts";
import { verifyProof } from "./proof.ts";
import { hashDeviceKey } from "./public-jwk.ts";
import { openRegistration } from "./registration.ts";
import { verifyServerKeyList } from "./server-key-list.ts";
import { parseTimeNonce, verifyTime } from "./signed-time.ts";
import { playActivation } from "./testing/make-activation-vectors.ts";
import { realPlatform } from "./testing/platforms.ts";
import { readVectors } from "./testing/read-vectors.ts";
import { deviceKey, releaseKey, vectorActivations } from "./testing/vector-inputs.ts";

const [card] = vectorActivations;
if (card === undefined) throw new Error("the vectors hold no activation");
const { request, pending, serverKey, answered } = await playActivation(card);
const deviceKeyHash = await hashDeviceKey(realPlatform, deviceKey.publicJwk);
const signed = readVectors("signed") as {
  serverKeyLists: readonly { jws: string }[];
  signedTimes: { nonce: string; cases: readonly { jws: string }[] };
  proofs: { htm: string; htu: string; body: string; cases: readonly { jws: string }[] };
};

type Damage = (text: string) => string;

/** Cut short, one character changed, one put in or taken out: never the text itself. */
const damages: fc.Arbitrary<Damage> = fc.oneof(
  fc.double({ min: 0, max: 0.999, noNaN: true }).map(
    (share): Damage =>
      (text) =>
        text.slice(0, Math.floor(text.length * share)),
  ),
  fc
    .tuple(
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      fc.constantFrom("", "A", "_", ".", '"', "}", "۱", "\u0000"),
      fc.nat(1),
    )
    .map(([share, put, taken]): Damage => (text) => {
      const at = Math.floor(text.length * share);
      return text.slice(0, at) + put + text.slice(at + taken);
    }),
);

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function isRefusedWhenDamaged(
  text: string,
  receive: (damaged: string) => Promise<{ readonly ok: boolean }>,
  numRuns = 300,
): Promise<void> {
  expect((await receive(text)).ok).toBe(true);
  const property = fc.asyncProperty(damages, async (damage) => {
    const damaged = damage(text);
    fc.pre(damaged !== text);
    expect((await receive(damaged)).ok).toBe(false);
  });
  await fc.assert(property, { numRuns });
}

const from = { serverKey, deviceKeyHash };

describe("R8 a damaged message is refused", () => {
  it("an activation request", async () => {
    await isRefusedWhenDamaged(JSON.stringify(request), (text) =>
      openActivationRequest(realPlatform, { ...from, request: parse(text) }),
    );
  });

  it("a reply", async () => {
    await isRefusedWhenDamaged(JSON.stringify(answered.reply), (text) =>
      openActivationReply(realPlatform, pending, parse(text)),
    );
  });

  it("a stored record", async () => {
    const property = fc.asyncProperty(damages, async (damage) => {
      // A damaged vault record may be any JSON; the cast says what the vault promises.
      const stored = parse(damage(JSON.stringify(pending))) as typeof pending;
      const opened = await openActivationReply(realPlatform, stored, answered.reply);
      const refusal = { code: "card_mismatch", refusalTag: answered.reply.tag };
      expect(await verifyRefusalTag(realPlatform, stored, refusal)).toBe(false);
      if (opened.ok) expect(opened.value.codeKey).toEqual(answered.codeKey);
    });
    await fc.assert(property, { numRuns: 200 });
  });

  it("a server key list, a signed time and a proof", async () => {
    const { serverKeyLists, signedTimes, proofs } = signed;
    const listText = serverKeyLists[0]?.jws ?? "";
    const verifyList = (text: string) =>
      verifyServerKeyList(realPlatform, releaseKey.publicJwk, text);
    await isRefusedWhenDamaged(listText, verifyList);
    const list = await verifyList(listText);
    const nonce = parseTimeNonce(signedTimes.nonce);
    if (!list.ok || nonce === undefined) throw new Error("the good vectors do not verify");
    await isRefusedWhenDamaged(signedTimes.cases[0]?.jws ?? "", (text) =>
      verifyTime(realPlatform, list.value.list, text, nonce),
    );
    const proven = { ...proofs, body: new TextEncoder().encode(proofs.body) };
    await isRefusedWhenDamaged(proofs.cases[0]?.jws ?? "", (text) =>
      verifyProof(realPlatform, text, proven),
    );
  });
});

describe("R8 anything at all is refused", () => {
  it("where an object, a text or a MAC is expected", async () => {
    const nonce = parseTimeNonce(signed.signedTimes.nonce);
    if (nonce === undefined) throw new Error("the nonce of the vectors is none");
    const list = { serialNumber: 1, keys: [] };
    const proven = { htm: "GET", htu: "/", body: new Uint8Array(0) };
    const device = { serverKey, devicePublicKey: deviceKey.publicJwk };
    const property = fc.asyncProperty(fc.anything({ withNullPrototype: true }), async (value) => {
      const results = [
        await openActivationRequest(realPlatform, { ...from, request: value }),
        await openRegistration(realPlatform, { ...device, request: value }),
        await openActivationReply(realPlatform, pending, value),
        await verifyServerKeyList(realPlatform, releaseKey.publicJwk, value),
        await verifyTime(realPlatform, list, value, nonce),
        await verifyProof(realPlatform, value, proven),
      ];
      expect(results.map(({ ok }) => ok)).toEqual(results.map(() => false));
      expect(await verifyConfirmation(realPlatform, answered, value)).toBe(false);
    });
    await fc.assert(property, { numRuns: 200 });
  });
});

describe("The encoding of fields", () => {
  it("gives no two lists of fields the same bytes", () => {
    const lists = fc.array(fc.uint8Array({ maxLength: 6 }), { maxLength: 5 });
    fc.assert(
      fc.property(lists, lists, (left, right) => {
        const alike = (fields: readonly Uint8Array[]) => fields.map((field) => [...field]);
        const same = JSON.stringify(alike(left)) === JSON.stringify(alike(right));
        const [one, two] = [encodeFields(left), encodeFields(right)];
        expect(Buffer.compare(one, two) === 0).toBe(same);
      }),
    );
  });

  it("takes no text beyond ASCII", () => {
    expect(() => encodeFields(["رمز"])).toThrow(TypeError);
  });
});
