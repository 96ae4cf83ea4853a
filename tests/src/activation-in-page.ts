/**
 * The protocol of packages/activation as a page runs it, for the vectors: bundled and put into a browser, where each
 * of these answers with what came out, in JSON. The judging is done outside.
 */
import {
  answerActivation,
  beginActivation,
  deriveKemKeyPair,
  hashDeviceKey,
  makeConfirmation,
  openActivationReply,
  openActivationRequest,
  openRegistration,
  parseTimeNonce,
  sealRegistration,
  sealRegistrationCode,
  verifyProof,
  verifyRefusalTag,
  verifyServerKeyList,
  verifyTime,
  type ActivationReply,
  type Bytes,
  type Platform,
} from "@ramznama/activation";
import type { ActivationVector, RegistrationVectors, SignedVectors } from "./activation-vectors.ts";

const { subtle } = globalThis.crypto;

const platform: Platform = {
  subtle,
  random: (length) => globalThis.crypto.getRandomValues(new Uint8Array(length)),
};

/** Draws that a vector wrote down, in their order. */
const drawing = (...draws: readonly string[]): Platform => {
  const left = draws.map(fromHex);
  return { subtle, random: () => left.shift() ?? new Uint8Array(0) };
};

const fromHex = (text: string): Bytes =>
  Uint8Array.from(text.match(/../gu) ?? [], (byte) => Number.parseInt(byte, 16));

const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

const outcomeOf = (result: { readonly ok: boolean; readonly reason?: string }): string =>
  result.ok ? "accepted" : (result.reason ?? "no reason");

const openRequest = async ({ given, wire }: ActivationVector, request: unknown = wire.request) =>
  openActivationRequest(platform, {
    serverKey: { k: given.serverKey.k, secretKey: fromHex(given.serverKey.secretKey) },
    deviceKeyHash: await hashDeviceKey(platform, given.devicePublicKey),
    request,
  });

export const begin = async ({ given }: ActivationVector) => {
  const { publicKey: pk } = await deriveKemKeyPair(fromHex(given.serverKey.secretKey));
  const to = { serverKey: { k: given.serverKey.k, pk }, devicePublicKey: given.devicePublicKey };
  return beginActivation(drawing(given.random.skE, given.random.enc), to, given.entry);
};

export const answer = async (
  vector: ActivationVector,
): Promise<{ readonly reply: ActivationReply; readonly codeKey: string }> => {
  const opened = await openRequest(vector);
  if (!opened.ok) throw new Error(opened.reason);
  const { random, activationId, profile, serverTime, maskedSubject } = vector.given;
  const said = { activationId, profile, serverTime, maskedSubject };
  const answered = await answerActivation(drawing(random.r, random.encE), opened.value, said);
  if (!answered.ok) throw new Error(answered.reason);
  return { reply: answered.value.reply, codeKey: toHex(answered.value.codeKey) };
};

export const finish = async ({ stored, wire }: ActivationVector) => {
  const opened = await openActivationReply(platform, stored.pending, wire.reply);
  if (!opened.ok) throw new Error(opened.reason);
  const { codeKey, confirmation } = opened.value;
  return { codeKey: toHex(codeKey), confirmation: makeConfirmation(confirmation) };
};

export const judgeRequest = async (vector: ActivationVector, request: unknown): Promise<string> =>
  outcomeOf(await openRequest(vector, request));

export const judgeReply = async ({ stored }: ActivationVector, reply: unknown): Promise<string> =>
  outcomeOf(await openActivationReply(platform, stored.pending, reply));

export const judgeRefusal = (
  { stored, wire }: ActivationVector,
  refusal: { readonly code: string; readonly tagOf?: string },
): Promise<boolean> => {
  const refusalTag = wire.refusalTags[refusal.tagOf ?? ""];
  return verifyRefusalTag(platform, stored.pending, { code: refusal.code, refusalTag });
};

/** Server key lists, signed times and proofs, in the order of the file. */
export const judgeSigned = async (vectors: SignedVectors): Promise<readonly string[]> => {
  const { serverKeyLists, signedTimes, proofs } = vectors;
  const { kty, crv, x, y } = vectors.releaseKey;
  const verifyList = (jws: unknown) => verifyServerKeyList(platform, { kty, crv, x, y }, jws);
  const good = await verifyList(serverKeyLists[0]?.jws);
  const nonce = parseTimeNonce(signedTimes.nonce);
  if (!good.ok || nonce === undefined) throw new Error("the good vectors do not verify");
  const { htm, htu } = proofs;
  const request = { htm, htu, body: new TextEncoder().encode(proofs.body) };
  const results = [
    ...serverKeyLists.map(({ jws }) => verifyList(jws)),
    ...signedTimes.cases.map(({ jws }) => verifyTime(platform, good.value.list, jws, nonce)),
    ...proofs.cases.map(({ jws }) => verifyProof(platform, jws, request)),
  ];
  return (await Promise.all<Parameters<typeof outcomeOf>[0]>(results)).map(outcomeOf);
};

export const register = async ({ given, calls }: RegistrationVectors) => {
  const { devicePublicKey, person, registration } = given;
  const { k } = given.serverKey;
  const secretKey = fromHex(given.serverKey.secretKey);
  const { publicKey: pk } = await deriveKemKeyPair(secretKey);
  const to = { serverKey: { k, pk }, devicePublicKey };
  const [one, two] = calls.map(({ random }) => drawing(random));
  if (one === undefined || two === undefined) throw new Error("two calls are needed");
  const first = await sealRegistration(one, to, person);
  const second = await sealRegistrationCode(two, to, registration);
  const from = { serverKey: { k, secretKey }, devicePublicKey };
  const opened = await openRegistration(platform, { ...from, request: first });
  return { wire: [first, second], opened };
};
