/** Secrets are overwritten when they are done with, as far as JavaScript lets us reach them. */
import { describe, expect, it } from "vitest";
import {
  answerActivation,
  openActivationRequest,
  wipeActivationRequest,
} from "./answer-activation.ts";
import { beginActivation } from "./begin-activation.ts";
import { generateKemKeyPair } from "./hpke.ts";
import type { Bytes, Platform } from "./platform.ts";
import { asUnixMilliseconds } from "./platform.ts";
import { hashDeviceKey } from "./public-jwk.ts";
import { vectorProfile } from "./testing/make-activation-vectors.ts";
import { realPlatform } from "./testing/platforms.ts";
import { deviceKey } from "./testing/vector-inputs.ts";

/** Keeps every draw it hands out, so that a test sees what became of it. */
function watchedPlatform(): Platform & { readonly drawn: readonly Bytes[] } {
  const drawn: Bytes[] = [];
  const random = (length: number): Bytes => {
    const draw = realPlatform.random(length);
    drawn.push(draw);
    return draw;
  };
  return { subtle: realPlatform.subtle, random, drawn };
}

const isZero = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0);

describe("Secrets are overwritten", () => {
  it("by the phone and by the server, once they are used", async () => {
    const pair = await generateKemKeyPair(realPlatform);
    const to = {
      serverKey: { k: "k1", pk: pair.publicKey },
      devicePublicKey: deviceKey.publicJwk,
    };
    const phone = watchedPlatform();
    const { request } = await beginActivation(phone, to, {
      serial: "123456789015",
      code: "12345678",
      kind: "account-gateway",
      platform: "app",
    });
    expect(phone.drawn.map((draw) => draw.length)).toEqual([32, 64]);
    expect(phone.drawn.every(isZero)).toBe(true);

    const server = watchedPlatform();
    const deviceKeyHash = await hashDeviceKey(realPlatform, deviceKey.publicJwk);
    const serverKey = { k: "k1", secretKey: pair.secretKey };
    const opened = await openActivationRequest(server, { serverKey, deviceKeyHash, request });
    if (!opened.ok) throw new Error(opened.reason);
    const answered = await answerActivation(server, opened.value, {
      activationId: "0b6ce9b4-94d2-4d2a-8a4f-2f1f6a1f5a01",
      profile: vectorProfile,
      serverTime: asUnixMilliseconds(0),
      maskedSubject: "",
    });
    if (!answered.ok) throw new Error(answered.reason);
    expect(server.drawn.map((draw) => draw.length)).toEqual([32, 64]);
    expect(server.drawn.every(isZero)).toBe(true);
    expect(isZero(answered.value.codeKey)).toBe(false);
    expect(isZero(pair.secretKey)).toBe(false);
    wipeActivationRequest(opened.value);
    expect(isZero(opened.value.seedExport) && isZero(opened.value.replyExport)).toBe(true);
  });

  it("and a request that names a bad reply key is refused, not thrown", async () => {
    const pair = await generateKemKeyPair(realPlatform);
    const to = {
      serverKey: { k: "k1", pk: pair.publicKey },
      devicePublicKey: deviceKey.publicJwk,
    };
    const begun = await beginActivation(realPlatform, to, {
      serial: "123456789015",
      code: "12345678",
      kind: "account-gateway",
      platform: "app",
    });
    const deviceKeyHash = await hashDeviceKey(realPlatform, deviceKey.publicJwk);
    const serverKey = { k: "k1", secretKey: pair.secretKey };
    const { request } = begun;
    const opened = await openActivationRequest(realPlatform, { serverKey, deviceKeyHash, request });
    if (!opened.ok) throw new Error(opened.reason);
    const body = { ...opened.value.body, pkE: new Uint8Array(1216).fill(0xff) };
    const answered = await answerActivation(
      realPlatform,
      { ...opened.value, body },
      {
        activationId: "0b6ce9b4-94d2-4d2a-8a4f-2f1f6a1f5a01",
        profile: vectorProfile,
        serverTime: asUnixMilliseconds(0),
        maskedSubject: "",
      },
    );
    expect(answered).toEqual({ ok: false, reason: "bad_reply_key" });
  });
});
