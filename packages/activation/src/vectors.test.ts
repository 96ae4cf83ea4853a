/** vectors/activation: reproduced by the package, and judged by a second implementation. */
import { describe, expect, it } from "vitest";
import { answerActivation, openActivationRequest } from "./answer-activation.ts";
import type { ActivationEntry, ActivationReply, TokenProfile } from "./activation-messages.ts";
import { decodeBase64url, encodeBase64url } from "./base64url.ts";
import { beginActivation } from "./begin-activation.ts";
import { makeConfirmation, verifyConfirmation, verifyEndedTag } from "./confirmation.ts";
import { encodeFields, hashFields } from "./hash-fields.ts";
import { deriveKemKeyPair } from "./hpke.ts";
import { openActivationReply, verifyRefusalTag } from "./open-activation-reply.ts";
import type { PendingActivation } from "./pending-activation.ts";
import type { Bytes, UnixMilliseconds } from "./platform.ts";
import { verifyProof } from "./proof.ts";
import { hashDeviceKey, type PublicJwk } from "./public-jwk.ts";
import {
  openRegistration,
  openRegistrationCode,
  sealRegistration,
  sealRegistrationCode,
  type Person,
} from "./registration.ts";
import type { SealedRequest } from "./sealed-request.ts";
import { verifyServerKeyList } from "./server-key-list.ts";
import { parseTimeNonce, verifyTime } from "./signed-time.ts";
import { fixedPlatform, realPlatform } from "./testing/platforms.ts";
import { readVectors, readVectorText } from "./testing/read-vectors.ts";
import { vectorMakers } from "./testing/vector-makers.ts";

interface ActivationCase {
  readonly name: string;
  readonly given: {
    readonly serverKey: { readonly k: string; readonly secretKey: string };
    readonly devicePublicKey: PublicJwk;
    readonly entry: ActivationEntry;
    readonly activationId: string;
    readonly profile: TokenProfile;
    readonly serverTime: UnixMilliseconds;
    readonly maskedSubject: string;
    readonly random: Readonly<Record<"skE" | "enc" | "r" | "encE", string>>;
  };
  readonly between: Readonly<
    Record<"seedExport" | "replyExport" | "requestHash" | "codeKey" | "confirmationHash", string>
  >;
  readonly wire: {
    readonly request: SealedRequest;
    readonly reply: ActivationReply;
    readonly confirmation: { readonly confirmation: string };
    readonly endedTag: string;
    readonly refusalTags: Readonly<Record<string, string>>;
  };
  readonly stored: { readonly pending: PendingActivation };
}

interface SignedCase {
  readonly name: string;
  readonly expected: string;
  readonly jws: string;
}

const { cases: activations } = readVectors("activation") as { cases: readonly ActivationCase[] };
const [firstCase] = activations;
const unhex = (text: string): Bytes => Uint8Array.from(Buffer.from(text, "hex"));
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const outcomeOf = (result: { readonly ok: boolean; readonly reason?: string }): string =>
  result.ok ? "accepted" : (result.reason ?? "no reason");

async function openVector({ given, wire }: ActivationCase, request: unknown = wire.request) {
  return openActivationRequest(realPlatform, {
    serverKey: { k: given.serverKey.k, secretKey: unhex(given.serverKey.secretKey) },
    deviceKeyHash: await hashDeviceKey(realPlatform, given.devicePublicKey),
    request,
  });
}

describe("The vectors", () => {
  it.each([...vectorMakers])("%s.json is what its script writes", async (name, make) => {
    expect(`${JSON.stringify(await make(), null, 2)}\n`).toBe(readVectorText(name));
  });
});

describe.each(activations)("The vector of a $name", (vector) => {
  const { given, between, wire, stored } = vector;

  it("is what the phone sends and stores with that randomness", async () => {
    const pair = await deriveKemKeyPair(unhex(given.serverKey.secretKey));
    const platform = fixedPlatform(unhex(given.random.skE), unhex(given.random.enc));
    const serverKey = { k: given.serverKey.k, pk: pair.publicKey };
    const to = { serverKey, devicePublicKey: given.devicePublicKey };
    const begun = await beginActivation(platform, to, given.entry);
    expect(begun).toEqual({ request: wire.request, pending: stored.pending });
  });

  it("is what the server opens and answers with that randomness", async () => {
    const opened = await openVector(vector);
    if (!opened.ok) throw new Error(opened.reason);
    expect(opened.value.body).toMatchObject(given.entry);
    expect(hex(opened.value.seedExport)).toBe(between.seedExport);
    expect(hex(opened.value.replyExport)).toBe(between.replyExport);
    expect(hex(opened.value.requestHash)).toBe(between.requestHash);
    const { activationId, profile, serverTime, maskedSubject } = given;
    const answered = await answerActivation(
      fixedPlatform(unhex(given.random.r), unhex(given.random.encE)),
      opened.value,
      { activationId, profile, serverTime, maskedSubject },
    );
    if (!answered.ok) throw new Error(answered.reason);
    expect(answered.value.reply).toEqual(wire.reply);
    expect(hex(answered.value.codeKey)).toBe(between.codeKey);
    expect(hex(answered.value.confirmationHash)).toBe(between.confirmationHash);
    expect(encodeBase64url(answered.value.endedTag)).toBe(wire.endedTag);
  });

  it("gives the phone the same key from what it stored", async () => {
    const opened = await openActivationReply(realPlatform, stored.pending, wire.reply);
    if (!opened.ok) throw new Error(opened.reason);
    const { codeKey, confirmation, endedTag, profile, serverTime, maskedSubject } = opened.value;
    expect(hex(codeKey)).toBe(between.codeKey);
    expect(makeConfirmation(confirmation)).toEqual(wire.confirmation);
    expect(verifyEndedTag(endedTag, wire.endedTag)).toBe(true);
    expect({ profile, serverTime, maskedSubject }).toEqual({
      profile: given.profile,
      serverTime: given.serverTime,
      maskedSubject: given.maskedSubject,
    });
    const confirmationHash = unhex(between.confirmationHash);
    const { confirmation: sent } = wire.confirmation;
    expect(await verifyConfirmation(realPlatform, { confirmationHash }, sent)).toBe(true);
  });

  it("carries a tag for every refusal that the phone believes", async () => {
    for (const [code, refusalTag] of Object.entries(wire.refusalTags)) {
      const refusal = { code, refusalTag };
      expect(await verifyRefusalTag(realPlatform, stored.pending, refusal)).toBe(true);
    }
  });
});

describe("S29 the negative vectors of an activation", () => {
  const vectors = readVectors("activation-refused") as {
    requests: readonly { name: string; expected: string; request: unknown }[];
    replies: readonly { name: string; expected: string; reply: unknown }[];
    refusals: readonly { name: string; code: string; tagOf?: string; tagged: boolean }[];
  };
  if (firstCase === undefined) throw new Error("activation.json is empty");

  it.each(vectors.requests)("the server refuses a request: $name", async (vector) => {
    expect(outcomeOf(await openVector(firstCase, vector.request))).toBe(vector.expected);
  });

  it.each(vectors.replies)("the phone refuses a reply: $name", async (vector) => {
    const { pending } = firstCase.stored;
    const opened = await openActivationReply(realPlatform, pending, vector.reply);
    expect(outcomeOf(opened)).toBe(vector.expected);
  });

  it.each(vectors.refusals)("a refusal is believed or not: $name", async (vector) => {
    const refusalTag = firstCase.wire.refusalTags[vector.tagOf ?? ""];
    const refusal = { code: vector.code, refusalTag };
    const { pending } = firstCase.stored;
    expect(await verifyRefusalTag(realPlatform, pending, refusal)).toBe(vector.tagged);
  });
});

describe("The vectors of what is signed", () => {
  const vectors = readVectors("signed") as {
    releaseKey: PublicJwk;
    deviceKey: { point: string; thumbprint: string; hash: string };
    serverKeyLists: readonly SignedCase[];
    signedTimes: { nonce: string; cases: readonly SignedCase[] };
    proofs: { htm: string; htu: string; body: string; cases: readonly SignedCase[] };
  };
  const { kty, crv, x, y } = vectors.releaseKey;
  const releaseKey = { kty, crv, x, y };

  it.each(vectors.serverKeyLists)("server key list: $name", async ({ jws, expected }) => {
    expect(outcomeOf(await verifyServerKeyList(realPlatform, releaseKey, jws))).toBe(expected);
  });

  it.each(vectors.signedTimes.cases)("signed time: $name", async ({ jws, expected }) => {
    const [good] = vectors.serverKeyLists;
    const list = await verifyServerKeyList(realPlatform, releaseKey, good?.jws);
    const nonce = parseTimeNonce(vectors.signedTimes.nonce);
    if (!list.ok || nonce === undefined) throw new Error("the good vectors do not verify");
    expect(outcomeOf(await verifyTime(realPlatform, list.value.list, jws, nonce))).toBe(expected);
  });

  it.each(vectors.proofs.cases)("proof: $name", async ({ jws, expected }) => {
    const { htm, htu, body } = vectors.proofs;
    const request = { htm, htu, body: new TextEncoder().encode(body) };
    const proof = await verifyProof(realPlatform, jws, request);
    expect(outcomeOf(proof)).toBe(expected);
    if (!proof.ok) return;
    expect(hex(proof.value.point)).toBe(vectors.deviceKey.point);
    expect(proof.value.thumbprint).toBe(vectors.deviceKey.thumbprint);
    expect(hex(proof.value.deviceKeyHash)).toBe(vectors.deviceKey.hash);
  });
});

describe("The vectors of a registration", () => {
  const { given, calls } = readVectors("registration") as {
    given: {
      serverKey: { k: string; secretKey: string };
      devicePublicKey: PublicJwk;
      person: Person;
      registration: { registrationId: string; code: string };
    };
    calls: readonly { random: string; wire: SealedRequest }[];
  };
  const [first, second] = calls;
  if (first === undefined || second === undefined) throw new Error("two calls are needed");
  const { devicePublicKey, person, registration } = given;
  const { k } = given.serverKey;
  const secretKey = unhex(given.serverKey.secretKey);

  it("are what the phone seals with that randomness", async () => {
    const { publicKey: pk } = await deriveKemKeyPair(secretKey);
    const to = { serverKey: { k, pk }, devicePublicKey };
    const one = fixedPlatform(unhex(first.random));
    expect(await sealRegistration(one, to, person)).toEqual(first.wire);
    const two = fixedPlatform(unhex(second.random));
    expect(await sealRegistrationCode(two, to, registration)).toEqual(second.wire);
  });

  it("are opened by the server", async () => {
    const from = { serverKey: { k, secretKey }, devicePublicKey };
    const opened = await openRegistration(realPlatform, { ...from, request: first.wire });
    expect(opened).toEqual({ ok: true, value: person });
    const { registrationId, code } = registration;
    const answered = { ...from, registrationId, request: second.wire };
    expect(await openRegistrationCode(realPlatform, answered)).toEqual({
      ok: true,
      value: { code },
    });
  });
});

describe("The vectors of the encoding", () => {
  const vectors = readVectors("encoding") as {
    base64url: readonly { bytes: string; text: string }[];
    refused: readonly string[];
    hashes: readonly { fields: readonly string[]; encoded: string; hash: string }[];
  };

  it.each(vectors.base64url)("base64url: $text", ({ bytes, text }) => {
    expect(encodeBase64url(unhex(bytes))).toBe(text);
    expect(hex(decodeBase64url(text) ?? unhex("ff"))).toBe(bytes);
  });

  it.each(vectors.refused)("base64url refuses %j", (text) => {
    expect(decodeBase64url(text)).toBeUndefined();
  });

  it.each(vectors.hashes)("H of $fields", async ({ fields, encoded, hash }) => {
    expect(hex(encodeFields(fields))).toBe(encoded);
    expect(hex(await hashFields(realPlatform, fields))).toBe(hash);
  });
});
