import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { codeOf, isTagged } from "./bare-device.ts";
import { cardEntry, openEnrolment, tryCode } from "./card-enrolment.ts";
import { openChannel, type Channel } from "./channel.ts";
import { actOnToken, findToken, openDesk, readEvents, type Desk } from "./desk.ts";
import { morePeople } from "./more-people.ts";
import { activationRequest, confirmationRequest } from "./phone-network.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { createTestClock } from "./test-clock.ts";
import { people, takeCode } from "./test-phone.ts";

const { sara } = people;
const { amir } = morePeople;

let bank: TestBank;
let atm: Channel;
let shop: Channel;
let supervisor: Desk;
let auditor: Desk;
let enrolment: ReturnType<typeof openEnrolment>;

beforeAll(async () => {
  bank = await startTestBank({ clock: createTestClock(Math.floor(Date.now() / 1000) * 1000) });
  atm = await openChannel(bank, "atm");
  shop = await openChannel(bank, "shop");
  supervisor = await openDesk(bank, "supervisor");
  auditor = await openDesk(bank, "auditor");
  enrolment = openEnrolment(bank, atm);
});

afterAll(() => bank.stop());

// Every test begins with the limits of a new day, and three days after any release at an ATM.
beforeEach(() => {
  bank.clock.advanceSeconds(3 * 86_400);
});

type CardOwner = Parameters<typeof cardEntry>[0];

const pay = async (owner: CardOwner, code: string): Promise<string> => {
  const purpose = "card-second-password";
  return (await shop.verify({ purpose, subject: owner.card, code })).body.outcome;
};

test("S11 a lost answer is asked for again and comes byte for byte, no attempt spent", async () => {
  const { phone, network } = await enrolment.registerNewPhone(sara);
  const issued = await enrolment.issueCard(sara);
  network.upset(activationRequest, { kind: "answer-lost" });
  for (let times = 1; times <= 5; times += 1) {
    expect(await phone.activate(cardEntry(sara, issued))).toMatchObject({ reason: "waiting" });
    expect(await phone.code((await phone.tokens())[0]?.id ?? "")).toMatchObject({
      reason: "pending",
    });
  }
  network.clear();
  expect(await phone.resume()).toMatchObject([{ ok: true, state: "active" }]);
  const replies = network.exchanges.filter(({ path }) => path === "/device/v1/activations");
  expect(replies).toHaveLength(6);
  for (const reply of replies) expect(reply).toEqual({ ...replies[0], status: 201 });
  const begun = await readEvents(auditor, `type=activation.begun&serial=${issued.serial}`);
  expect(begun).toHaveLength(1);
});

test("S11 an answer lost while the server restarts is the same answer afterwards", async () => {
  const device = await enrolment.registerBareDevice(sara);
  const issued = await enrolment.issueCard(sara);
  const begun = await device.begin(cardEntry(sara, issued));
  const before = await device.sendActivation(begun);
  await bank.restartServer();
  const after = await device.sendActivation(begun);
  expect([after.status, after.text]).toEqual([201, before.text]);
  const opened = await device.open(begun, after);
  await bank.restartServer();
  expect((await device.confirm(opened)).status).toBe(204);
  await bank.restartServer();
  expect((await device.confirm(opened)).status).toBe(204);
  expect(await pay(sara, codeOf(opened, bank.clock.now()))).toBe("accepted");
});

test("S11 a lost confirmation is sent again, and repeating it is harmless", async () => {
  const { phone, network } = await enrolment.registerNewPhone(sara);
  const issued = await enrolment.issueCard(sara);
  network.upset(confirmationRequest, { kind: "answer-lost" });
  expect(await phone.activate(cardEntry(sara, issued))).toMatchObject({ state: "confirming" });
  expect((await findToken(supervisor, issued.serial)).state).toBe("active");
  network.clear();
  expect(await phone.resume()).toMatchObject([{ ok: true, state: "active" }]);
  const events = await readEvents(auditor, `type=token.activated&serial=${issued.serial}`);
  expect(events).toHaveLength(1);
});

test("S11 the first code that verifies confirms too, and the phone's own confirmation is still welcome", async () => {
  const { phone, network } = await enrolment.registerNewPhone(sara);
  const issued = await enrolment.issueCard(sara);
  network.upset(confirmationRequest, { kind: "offline" });
  const outcome = await phone.activate(cardEntry(sara, issued));
  expect(outcome).toMatchObject({ ok: true, state: "confirming" });
  expect((await findToken(supervisor, issued.serial)).state).toBe("confirming");
  const code = await takeCode(phone, outcome.ok ? outcome.id : "");
  expect(await pay(sara, code)).toBe("accepted");
  expect((await findToken(supervisor, issued.serial)).state).toBe("active");
  expect(await pay(sara, code)).toBe("rejected");
  const [activated] = await readEvents(auditor, `type=token.activated&serial=${issued.serial}`);
  expect(activated).toMatchObject({ actorKind: "channel", details: { by: "code" } });
  network.clear();
  expect(await phone.resume()).toMatchObject([{ ok: true, state: "active" }]);
});

test("S29 one code begins an activation three times; each start ends the root before it", async () => {
  const device = await enrolment.registerBareDevice(sara);
  const issued = await enrolment.issueCard(sara);
  const start = async () => {
    const begun = await device.begin(cardEntry(sara, issued));
    return { begun, opened: await device.open(begun, await device.sendActivation(begun)) };
  };
  const first = await start();
  const second = await start();
  const third = await start();
  const fourth = await tryCode(device, sara, issued);
  expect([fourth.status, fourth.code]).toEqual([423, "activation_too_many_starts"]);
  const old = await device.sendActivation(first.begun);
  expect(old.code).toBe("token_state_conflict");
  expect(await isTagged(first.begun, old)).toBe(true);
  for (const { opened } of [first, second]) {
    expect(await pay(sara, codeOf(opened, bank.clock.now()))).toBe("rejected");
    expect((await device.confirm(opened)).code).toBe("token_state_conflict");
  }
  expect((await device.sendActivation(third.begun)).status).toBe(201);
  expect((await device.confirm(third.opened)).status).toBe(204);
  expect(await pay(sara, codeOf(third.opened, bank.clock.now()))).toBe("accepted");
});

test("S25 a device released in the middle of an activation gets nothing more, and the phone drops it", async () => {
  const { phone, network } = await enrolment.registerNewPhone(amir);
  const issued = await enrolment.issueCard(amir);
  network.upset(activationRequest, { kind: "answer-lost" });
  await phone.activate(cardEntry(amir, issued));
  await enrolment.releaseDevice(amir);
  network.clear();
  const refused = { ok: false, reason: "refused", code: "device_not_registered" };
  expect(await phone.resume()).toEqual([refused]);
  expect(await phone.tokens()).toEqual([]);
});

test("S25 a device released before its confirmation loses the token, and its codes are refused", async () => {
  const { phone, network } = await enrolment.registerNewPhone(amir);
  network.upset(confirmationRequest, { kind: "offline" });
  const outcome = await phone.activate(cardEntry(amir, await enrolment.issueCard(amir)));
  const code = await takeCode(phone, outcome.ok ? outcome.id : "");
  await enrolment.releaseDevice(amir);
  expect(await pay(amir, code)).toBe("rejected");
  network.clear();
  const refused = { ok: false, reason: "refused", code: "device_not_registered" };
  expect(await phone.resume()).toEqual([refused]);
  expect(await phone.tokens()).toEqual([]);
});

test("S19 a token revoked while its answer is on the way is dropped by the phone", async () => {
  const { phone, network } = await enrolment.registerNewPhone(sara);
  const issued = await enrolment.issueCard(sara);
  network.upset(activationRequest, { kind: "answer-lost" });
  await phone.activate(cardEntry(sara, issued));
  await actOnToken(supervisor, issued.serial, "revocation");
  network.clear();
  expect(await phone.resume()).toEqual([
    { ok: false, reason: "refused", code: "token_state_conflict" },
  ]);
  expect(await phone.tokens()).toEqual([]);
});

for (const [state, request] of [
  ["pending", activationRequest],
  ["confirming", confirmationRequest],
] as const) {
  test(`S19 a ${state} token deleted while its answer is on the way stays deleted when that comes`, async () => {
    const { phone, network } = await enrolment.registerNewPhone(sara);
    const issued = await enrolment.issueCard(sara);
    const arrival = Promise.withResolvers<undefined>();
    network.upset(request, { kind: "answer-late", until: arrival.promise });
    const outcome = phone.activate(cardEntry(sara, issued));
    const answered = () => network.exchanges.map(({ method, path }) => `${method} ${path}`);
    await expect.poll(answered).toContainEqual(expect.stringMatching(request));
    const [listed] = await phone.tokens();
    expect(listed?.state).toBe(state);
    expect(await phone.deleteToken(listed?.id ?? "")).toMatchObject({ ok: true, told: true });
    arrival.resolve(undefined);
    expect(await outcome).toEqual({ ok: false, reason: "deleted" });
    expect(await phone.tokens()).toEqual([]);
    expect(await phone.resume()).toEqual([]);
    expect((await findToken(supervisor, issued.serial)).state).toBe("ended");
  });
}

test("S29 words of a proxy on the way never make the phone drop what it waits for", async () => {
  const { phone, network } = await enrolment.registerNewPhone(sara);
  const issued = await enrolment.issueCard(sara);
  const forged = JSON.stringify({
    code: "activation_code_used",
    reference: "000000000000",
    refusalTag: "A".repeat(43),
  });
  const words = [
    { status: 500, text: "" },
    { status: 403, text: "<html>Forbidden</html>" },
    { status: 403, text: JSON.stringify({ code: "device_not_registered" }) },
    { status: 409, text: forged },
    { status: 201, text: JSON.stringify({ activationId: randomUUID() }) },
    { status: 302, text: "" },
  ];
  network.upset(activationRequest, { kind: "answer-lost" });
  await phone.activate(cardEntry(sara, issued));
  for (const word of words) {
    network.upset(activationRequest, { kind: "foreign", ...word });
    expect(await phone.resume()).toMatchObject([{ ok: false, reason: "waiting" }]);
  }
  network.upset(confirmationRequest, { kind: "answer-lost" });
  expect(await phone.resume()).toMatchObject([{ ok: true, state: "confirming" }]);
  for (const word of words) {
    network.upset(confirmationRequest, { kind: "foreign", ...word });
    expect(await phone.resume()).toMatchObject([{ ok: true, state: "confirming" }]);
  }
  network.clear();
  expect(await phone.resume()).toMatchObject([{ ok: true, state: "active" }]);
});
