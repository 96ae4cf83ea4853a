/** What a server key's end means for phones that have sealed something to it and wait for the answer. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { codeOf, isTagged } from "./bare-device.ts";
import { cardEntry, openEnrolment } from "./card-enrolment.ts";
import { openChannel, type Channel } from "./channel.ts";
import { actOnToken, openDesk, readEvents, type Desk } from "./desk.ts";
import { morePeople } from "./more-people.ts";
import { activationRequest } from "./phone-network.ts";
import { replaceServerKey } from "./server-key-rotation.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { createTestClock } from "./test-clock.ts";
import { people, takeCode } from "./test-phone.ts";

const { sara } = people;
const { amir } = morePeople;

let bank: TestBank;
let shop: Channel;
let supervisor: Desk;
let auditor: Desk;
let enrolment: ReturnType<typeof openEnrolment>;

beforeAll(async () => {
  bank = await startTestBank({ clock: createTestClock(Math.floor(Date.now() / 1000) * 1000) });
  shop = await openChannel(bank, "shop");
  supervisor = await openDesk(bank, "supervisor");
  auditor = await openDesk(bank, "auditor");
  enrolment = openEnrolment(bank, await openChannel(bank, "atm"));
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

/** Past the days in which a retired key is kept: nothing can be opened with it any more. */
const untilKeysAreErased = async (): Promise<void> => {
  bank.clock.advanceSeconds(31 * 86_400);
  await bank.drain();
};

test("S11 R5 a lost answer comes although its server key has retired meanwhile, and the phone is active", async () => {
  const { phone, network } = await enrolment.registerNewPhone(sara);
  const issued = await enrolment.issueCard(sara);
  network.upset(activationRequest, { kind: "answer-lost" });
  expect(await phone.activate(cardEntry(sara, issued))).toMatchObject({ reason: "waiting" });
  await replaceServerKey(bank);
  network.clear();
  const [resumed] = await phone.resume();
  expect(resumed).toMatchObject({ ok: true, state: "active" });
  const code = await takeCode(phone, resumed?.ok ? resumed.id : "");
  expect(await pay(sara, code)).toBe("accepted");
  const begun = await readEvents(auditor, `type=activation.begun&serial=${issued.serial}`);
  expect(begun).toHaveLength(1);
});

test("S11 R5 a lost answer comes byte for byte even when nothing is left to open its request with", async () => {
  const device = await enrolment.registerBareDevice(sara);
  const begun = await device.begin(cardEntry(sara, await enrolment.issueCard(sara)));
  const before = await device.sendActivation(begun);
  await replaceServerKey(bank);
  await untilKeysAreErased();
  const after = await device.sendActivation(begun);
  expect([after.status, after.text]).toEqual([201, before.text]);
  const opened = await device.open(begun, after);
  expect((await device.confirm(opened)).status).toBe(204);
  expect(await pay(sara, codeOf(opened, bank.clock.now()))).toBe("accepted");
});

test("R5 after its server key retired a repetition is refused with the tag that lets the phone drop it", async () => {
  const device = await enrolment.registerBareDevice(sara);
  const issued = await enrolment.issueCard(sara);
  const wrong = await device.begin(cardEntry(sara, { ...issued, code: "00000000" }));
  const replaced = await device.begin(cardEntry(sara, issued));
  const revoked = await device.begin(cardEntry(sara, issued));
  for (const begun of [wrong, replaced, revoked]) await device.sendActivation(begun);
  await replaceServerKey(bank);
  await actOnToken(supervisor, issued.serial, "revocation");
  for (const [begun, code] of [
    [wrong, "activation_not_recognised"],
    [replaced, "token_state_conflict"],
    [revoked, "token_state_conflict"],
  ] as const) {
    const refused = await device.sendActivation(begun);
    expect(refused.code).toBe(code);
    expect(await isTagged(begun, refused)).toBe(true);
  }
  await untilKeysAreErased();
  for (const begun of [wrong, replaced, revoked]) {
    expect((await device.sendActivation(begun)).code).toBe("server_key_retired");
  }
});

test("S25 a stored answer is for the device that asked and for as long as it lives, retired key or not", async () => {
  const device = await enrolment.registerBareDevice(sara);
  const other = await enrolment.registerBareDevice(amir);
  const begun = await device.begin(cardEntry(sara, await enrolment.issueCard(sara)));
  const unknown = await other.begin(cardEntry(amir, await enrolment.issueCard(amir)));
  await device.sendActivation(begun);
  await replaceServerKey(bank);
  const answers = [await other.sendActivation(begun), await other.sendActivation(unknown)];
  // Whether somebody else's request was ever answered cannot be told from this.
  expect(answers.map(({ status, code }) => [status, code])).toEqual([
    [409, "server_key_retired"],
    [409, "server_key_retired"],
  ]);
  expect((await device.sendActivation(begun)).status).toBe(201);
  await enrolment.releaseDevice(sara);
  expect((await device.sendActivation(begun)).code).toBe("server_key_retired");
});

test("a request that never arrived and is sealed to a retired server key is refused, and the phone begins anew", async () => {
  const { phone, network } = await enrolment.registerNewPhone(sara);
  const issued = await enrolment.issueCard(sara);
  network.upset(activationRequest, { kind: "offline" });
  await phone.activate(cardEntry(sara, issued));
  await replaceServerKey(bank);
  network.clear();
  expect(await phone.resume()).toEqual([
    { ok: false, reason: "refused", code: "server_key_retired" },
  ]);
  expect(await phone.tokens()).toEqual([]);
  const anew = await phone.activate(cardEntry(sara, issued));
  expect(anew).toMatchObject({ ok: true, state: "active" });
  expect(await pay(sara, await takeCode(phone, anew.ok ? anew.id : ""))).toBe("accepted");
});
