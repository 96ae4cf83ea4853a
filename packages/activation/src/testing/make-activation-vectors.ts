/** activation.json: both roles with fixed randomness and every value in between. Bytes are hex. */
import { answerActivation, openActivationRequest } from "../answer-activation.ts";
import { activationRefusals, tagRefusal } from "../activation-refusal.ts";
import { decodeBase64url } from "../base64url.ts";
import { beginActivation } from "../begin-activation.ts";
import type { TokenProfile } from "../activation-messages.ts";
import { publicPoint } from "../public-jwk.ts";
import { independentlyOpen, type IndependentlyOpened } from "./independent-hpke.ts";
import { independentSchedule } from "./independent-schedule.ts";
import { fixedPlatform } from "./platforms.ts";
import {
  deviceKey,
  drawnAs,
  vectorActivations,
  vectorServerKey,
  vectorTime,
  type VectorActivation,
} from "./vector-inputs.ts";

export const vectorProfile: TokenProfile = {
  hash: "SHA-256",
  digits: 8,
  stepSeconds: 1,
  validitySeconds: 121,
};

export async function makeActivationVectors(): Promise<object> {
  const cases: object[] = [];
  for (const activation of vectorActivations) cases.push(await makeCase(activation));
  return {
    about:
      "Both roles of an activation with fixed randomness. Bytes are hex; `wire` is what is sent. " +
      "`random` lists the draws in order: skE and the X-Wing seed of enc on the phone, r and the " +
      "X-Wing seed of encE on the server. The values in `between` come from a second implementation.",
    cases,
  };
}

export async function playActivation({
  name,
  entry,
  activationId,
  maskedSubject,
}: VectorActivation) {
  const serverKey = await vectorServerKey();
  const random = {
    skE: drawnAs(`${name}: skE`, 32),
    enc: drawnAs(`${name}: enc`, 64),
    r: drawnAs(`${name}: r`, 32),
    encE: drawnAs(`${name}: encE`, 64),
  };
  const phone = fixedPlatform(random.skE.slice(), random.enc.slice());
  const to = {
    serverKey: { k: serverKey.k, pk: serverKey.publicKey },
    devicePublicKey: deviceKey.publicJwk,
  };
  const { request, pending } = await beginActivation(phone, to, entry);
  const server = fixedPlatform(random.r.slice(), random.encE.slice());
  const deviceKeyHash = bytes(pending.deviceKeyHash);
  const opened = await openActivationRequest(server, { serverKey, deviceKeyHash, request });
  if (!opened.ok) throw new Error(opened.reason);
  const answered = await answerActivation(server, opened.value, {
    activationId,
    profile: vectorProfile,
    serverTime: vectorTime,
    maskedSubject,
  });
  if (!answered.ok) throw new Error(answered.reason);
  return { serverKey, random, request, pending, opened: opened.value, answered: answered.value };
}

async function makeCase(activation: VectorActivation): Promise<object> {
  const { name, entry, activationId, maskedSubject } = activation;
  const played = await playActivation(activation);
  const { serverKey, random, request, pending, opened, answered } = played;
  const { reply } = answered;
  const devicePoint = publicPoint(deviceKey.publicJwk);
  const [enc, ct] = [bytes(request.enc), bytes(request.ct)];
  const [encE, ctE, pkE] = [bytes(reply.encE), bytes(reply.ctE), bytes(pending.pkE)];
  const inputs = { k: serverKey.k, devicePoint, enc, ct, pkE, serial: entry.serial, activationId };
  // First without the exports, for the infos that are needed to open.
  const none = new Uint8Array(32);
  const infos = independentSchedule({
    ...{ ...inputs, encE, ctE },
    ...{ seedExport: none, replyExport: none, replySeed: none, r: none },
  });
  const asked = independentlyOpen(serverKey.secretKey, infos.requestInfo, enc, ct);
  const told = independentlyOpen(random.skE, infos.replyInfo, encE, ctE);
  const [seedExport, replyExport] = [asked.exportSecret("seed"), asked.exportSecret("reply")];
  const replySeed = told.exportSecret("seed");
  const exported = { seedExport, replyExport, replySeed, r: random.r };
  const { refusalTag, ...schedule } = independentSchedule({ ...inputs, encE, ctE, ...exported });
  const refusalTags: Record<string, string> = {};
  for (const code of activationRefusals) {
    refusalTags[code] = await tagRefusal(fixedPlatform(), opened, code);
    const judged = refusalTag(code).toString("base64url");
    if (refusalTags[code] !== judged) throw new Error("two implementations tag differently");
  }
  return {
    name,
    given: {
      serverKey: { k: serverKey.k, secretKey: hex(serverKey.secretKey) },
      devicePublicKey: deviceKey.publicJwk,
      entry,
      activationId,
      profile: vectorProfile,
      serverTime: vectorTime,
      maskedSubject,
      random: hexes(random),
    },
    between: {
      devicePoint: hex(devicePoint),
      ...hexes(schedule),
      pkE: hex(pkE),
      requestPlaintext: asked.plaintext.toString("utf8"),
      requestHpke: hexes(hpkeValues(asked)),
      seedExport: hex(seedExport),
      replyExport: hex(replyExport),
      replyPlaintext: told.plaintext.toString("utf8"),
      replyHpke: hexes(hpkeValues(told)),
      replySeed: hex(replySeed),
    },
    wire: {
      request,
      reply,
      confirmation: { confirmation: schedule.confirmation.toString("base64url") },
      endedTag: schedule.endedTag.toString("base64url"),
      refusalTags,
    },
    stored: { pending },
  };
}

function hpkeValues(opened: IndependentlyOpened) {
  const { sharedSecret, keyScheduleContext, key, baseNonce, exporterSecret } = opened;
  return { sharedSecret, keyScheduleContext, key, baseNonce, exporterSecret };
}

function bytes(text: string) {
  const decoded = decodeBase64url(text);
  if (decoded === undefined) throw new Error("not base64url");
  return decoded;
}

function hex(value: Uint8Array): string {
  return Buffer.from(value).toString("hex");
}

function hexes(values: Readonly<Record<string, Uint8Array>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, hex(value)]));
}
