/** «چرا کار نمی‌کند؟» with real codes: the desk is told, the channel is not. */
import type { explainToken, Finding, RouteOutput } from "@ramznama/contract";
import type { Phone } from "@ramznama/phone";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ask, bearer } from "./ask.ts";
import { openChannel, issueCardToken, type Channel } from "./channel.ts";
import { openDesk, readEvents, type Desk } from "./desk.ts";
import { signInStaff } from "./staff.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { createTestClock } from "./test-clock.ts";
import { activateCard, createTestPhone, people, registerPhone, takeCode } from "./test-phone.ts";

let bank: TestBank;
let atm: Channel;
let shop: Channel;
let teller: Desk;
let auditor: Desk;
let phone: Phone;
let token: { readonly id: string; readonly serial: string };

beforeAll(async () => {
  bank = await startTestBank({ clock: createTestClock(Math.floor(Date.now() / 1000) * 1000) });
  atm = await openChannel(bank, "atm");
  shop = await openChannel(bank, "shop");
  teller = await openDesk(bank, "teller");
  auditor = await openDesk(bank, "auditor");
  phone = createTestPhone(bank);
  await registerPhone(bank, phone, people.sara);
  token = await activateCard(bank, atm, phone, people.sara);
});
afterAll(() => bank.stop());

const explain = async (serial = token.serial): Promise<RouteOutput<typeof explainToken>> => {
  await bank.drain();
  const answer = await teller.get<RouteOutput<typeof explainToken>>(
    `/staff/v1/tokens/${serial}/explanation`,
  );
  expect(answer.status).toBe(200);
  return answer.body;
};

const findingOf = (findings: readonly Finding[], code: Finding["code"]): Finding | undefined =>
  findings.find((one) => one.code === code);

const pay = async (code: string): Promise<string> => {
  const { body } = await shop.verify({
    purpose: "card-second-password",
    subject: people.sara.card,
    code,
  });
  return body.outcome === "accepted" ? "accepted" : body.reason;
};

/** A code of a phone whose clock is ahead by so much; negative: behind. */
const codeOfPhoneAhead = async (seconds: number): Promise<string> => {
  bank.clock.advanceSeconds(seconds);
  const code = await takeCode(phone, token.id);
  bank.clock.advanceSeconds(-seconds);
  return code;
};

/** A day and a bit on: nothing waits, and what was said yesterday is over. */
const nextDay = (): void => {
  bank.clock.advanceSeconds(90_000);
};

const explained = () => readEvents(auditor, `type=code.explained&serial=${token.serial}`);

/** Beyond the life of any code that was found out. */
const untilWorthNothing = 3_600 + 621;

const lastSecondsOff = async (): Promise<unknown> => {
  await bank.drain();
  bank.clock.advanceSeconds(untilWorthNothing);
  const [last] = await explained();
  return last?.details["secondsOff"];
};

test("R7 a refused code of a clock that is off by n seconds is found out, to the second, for ten random n", async () => {
  const off = fc.oneof(fc.integer({ min: -3_600, max: -132 }), fc.integer({ min: 11, max: 3_600 }));
  await fc.assert(
    fc.asyncProperty(off, async (seconds) => {
      nextDay();
      expect(await pay(await codeOfPhoneAhead(seconds))).toBe("not_accepted");
      expect(await lastSecondsOff()).toBe(seconds);
    }),
    { numRuns: 10, endOnFailure: true },
  );
}, 60_000);

test.each([
  [-3_601, undefined],
  [-3_600, -3_600],
  [-132, -132],
  [11, 11],
  [3_600, 3_600],
  [3_601, undefined],
])("R7 off by %i seconds: %s", async (seconds, found) => {
  nextDay();
  const before = await explained();
  await pay(await codeOfPhoneAhead(seconds));
  await bank.drain();
  bank.clock.advanceSeconds(untilWorthNothing);
  const after = await explained();
  expect(after.length - before.length).toBe(found === undefined ? 0 : 1);
  if (found !== undefined) expect(after[0]?.details["secondsOff"]).toBe(found);
});

test("R12 what is found out changes nothing for the channel: the code stays refused, the failure counted, the next one good", async () => {
  nextDay();
  const ahead = await codeOfPhoneAhead(600);
  expect(await pay(ahead)).toBe("not_accepted");
  await bank.drain();
  expect(await pay(await codeOfPhoneAhead(601))).toBe("not_accepted");
  const { findings } = await explain();
  expect(findingOf(findings, "clock_off")).toMatchObject({ seconds: 601, count: 2 });
  expect(findingOf(findings, "code_wrong")).toMatchObject({ count: 2 });
  // Ten minutes later the same digits are a code of now: nothing has burnt them.
  bank.clock.advanceSeconds(600);
  expect(await pay(ahead)).toBe("accepted");
  expect((await explain()).findings.map(({ code }) => code)).toEqual(["works"]);
});

test("R12 that a clock is ahead is not said from one code, which somebody could have guessed for later", async () => {
  nextDay();
  const guessed = await codeOfPhoneAhead(1_200);
  await pay(guessed);
  await bank.drain();
  bank.clock.advanceSeconds(5);
  await pay(guessed);
  const { findings, events } = await explain();
  expect(findings.map(({ code }) => code)).toEqual(["code_wrong"]);
  // Nor is it told by what the desk sees beside the findings.
  expect(events.map(({ type }) => type)).not.toContain("code.explained");
  expect(await lastSecondsOff()).toBe(1_195);
});

test("R12 how far ahead of its time a code was, an auditor reads and exports only when that code is worth nothing", async () => {
  nextDay();
  const before = (await explained()).length;
  const exported = async (): Promise<number> => {
    const query = `format=jsonl&type=code.explained&serial=${token.serial}`;
    const path = `/staff/v1/audit-exports?${query}`;
    const headers = bearer(await signInStaff(bank, "auditor"));
    const { text } = await ask(bank, { listener: "internal", method: "GET", path, headers });
    return text.split("\n").filter((line) => line !== "").length;
  };
  const exportedBefore = await exported();
  await pay(await codeOfPhoneAhead(600));
  await bank.drain();
  bank.clock.advanceSeconds(600 + 131);
  expect([(await explained()).length, await exported()]).toEqual([before, exportedBefore]);
  bank.clock.advanceSeconds(500);
  expect([(await explained()).length, await exported()]).toEqual([before + 1, exportedBefore + 1]);
});

test("a code that was used, and one from before it, are told apart, with how often and when", async () => {
  nextDay();
  const older = await takeCode(phone, token.id);
  bank.clock.advanceSeconds(5);
  const newer = await takeCode(phone, token.id);
  expect(await pay(newer)).toBe("accepted");
  await pay(newer);
  await pay(newer);
  await pay(older);
  const { findings, events } = await explain();
  expect(findings.map(({ code }) => code)).toEqual(["code_used", "code_superseded"]);
  expect(findingOf(findings, "code_used")).toMatchObject({
    count: 2,
    purpose: "card-second-password",
    at: new Date(bank.clock.now()).toISOString(),
  });
  expect(events.slice(0, 4).map(({ type, cause }) => [type, cause])).toEqual([
    ["code.refused", "superseded"],
    ["code.refused", "already_used"],
    ["code.refused", "already_used"],
    ["code.accepted", null],
  ]);
});

test("a token that must wait says until when", async () => {
  nextDay();
  for (let wrong = 0; wrong < 6; wrong += 1) await pay(`0000000${wrong}`);
  const { findings } = await explain();
  const throttled = findingOf(findings, "throttled");
  expect(throttled).toMatchObject({ count: 6 });
  expect(Date.parse(throttled?.until ?? "")).toBe(bank.clock.now() + 15_000);
});

test("a token that was never activated, and its code in time", async () => {
  nextDay();
  const { serial } = await issueCardToken(atm, people.reza.card);
  expect((await explain(serial)).findings.map(({ code }) => code)).toEqual(["not_activated"]);
  nextDay();
  expect((await explain(serial)).findings.map(({ code }) => code)).toEqual([
    "not_activated",
    "activation_code_expired",
  ]);
});

test("asking is an event of its own, of the customer and the token, and no part of the token's history", async () => {
  const { events } = await explain();
  const again = await explain();
  expect(again.events).toEqual(events);
  const [asked] = await readEvents(auditor, `type=tokens.explained`);
  expect(asked).toMatchObject({ actor: "teller", serial: token.serial, branch: "1201" });
  const unknown = await teller.get("/staff/v1/tokens/100000000008/explanation");
  expect(unknown.status).toBe(404);
});
