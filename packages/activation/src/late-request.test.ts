/** R5, one story told step by step: a request that was given up arrives after its successor. */
import { describe, expect, it } from "vitest";
import { beginActivation } from "./begin-activation.ts";
import { encodeBase64url } from "./base64url.ts";
import { makeConfirmation, verifyEndedTag } from "./confirmation.ts";
import { generateKemKeyPair } from "./hpke.ts";
import { openActivationReply } from "./open-activation-reply.ts";
import type { PendingActivation } from "./pending-activation.ts";
import { hashDeviceKey } from "./public-jwk.ts";
import { realPlatform } from "./testing/platforms.ts";
import { seededRandom } from "./testing/seeded-random.ts";
import { createBank } from "./testing/simulated-bank.ts";
import { cardNumber, createCounter } from "./testing/simulated-counter.ts";
import { deviceKey } from "./testing/vector-inputs.ts";

const ignore = (): void => undefined;
const observer = { acted: ignore, refusedWithTag: ignore, answered: ignore, count: ignore };

async function openStory() {
  const pair = await generateKemKeyPair(realPlatform);
  const bank = createBank(realPlatform, observer, [{ k: "k1", secretKey: pair.secretKey }]);
  const counter = createCounter(bank.store, seededRandom(1), () => 0);
  const deviceKeyHash = await hashDeviceKey(realPlatform, deviceKey.publicJwk);
  counter.registerDevice(deviceKeyHash);
  const token = counter.issue();
  const to = { serverKey: { k: "k1", pk: pair.publicKey }, devicePublicKey: deviceKey.publicJwk };
  const begin = async (): Promise<PendingActivation> => {
    const { serial, code } = token;
    const entry = { serial, code: code.text, kind: "card", cardNumber, platform: "app" } as const;
    return (await beginActivation(realPlatform, to, entry)).pending;
  };
  const send = (pending: PendingActivation) =>
    bank.serveActivation(pending.body, deviceKeyHash, 0).then(parse);
  const open = async (pending: PendingActivation) => {
    const opened = await openActivationReply(realPlatform, pending, (await send(pending)).body);
    if (!opened.ok) throw new Error(opened.reason);
    return opened.value;
  };
  const confirm = (opened: { activationId: string; confirmation: Uint8Array<ArrayBuffer> }) => {
    const body = JSON.stringify(makeConfirmation(opened.confirmation));
    return bank.serveConfirmation(opened.activationId, body, deviceKeyHash).then(parse);
  };
  return { token, begin, send, open, confirm };
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly problem?: { readonly code: string; readonly refusalTag?: string };
}

function parse(text: string): Answer {
  // The simulated bank wrote the text a moment ago.
  return JSON.parse(text) as Answer;
}

describe("R5 a request that was given up arrives late", () => {
  it("the phone learns with proof that its root was replaced, and the next start is shared", async () => {
    const { token, begin, send, open, confirm } = await openStory();
    const givenUp = await begin();
    const second = await open(await begin());
    expect((await send(givenUp)).status).toBe(201);

    const refused = await confirm(second);
    expect(refused.problem?.code).toBe("token_state_conflict");
    expect(verifyEndedTag(second.endedTag, refused.problem?.refusalTag)).toBe(true);
    expect(token.state).toBe("confirming");

    const third = await open(await begin());
    expect((await confirm(third)).status).toBe(204);
    expect(token.state).toBe("active");
    expect(token.codeKey).toBe(encodeBase64url(third.codeKey));
    expect((await confirm(third)).status).toBe(204);
  });

  it("once the successor is confirmed, the late one is refused and changes nothing", async () => {
    const { token, begin, send, open, confirm } = await openStory();
    const givenUp = await begin();
    const second = await open(await begin());
    expect((await confirm(second)).status).toBe(204);
    expect((await send(givenUp)).problem?.code).toBe("activation_code_used");
    expect(token.codeKey).toBe(encodeBase64url(second.codeKey));
  });
});
