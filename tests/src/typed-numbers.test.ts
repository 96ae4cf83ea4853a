import { randomUUID } from "node:crypto";
import { defaultPolicy } from "@ramznama/server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask, bearer, problemOf, type Reply } from "./ask.ts";
import { issueCardToken, openChannel, type Channel } from "./channel.ts";
import { storedContent } from "./database-content.ts";
import { createOpenPhone, type OpenPhone } from "./open-phone.ts";
import { signInStaff } from "./staff.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { activateCard, people, registerPhone, takeCode } from "./test-phone.ts";

let bank: TestBank;
let atm: Channel;
let shop: Channel;
let teller: string;
let phone: OpenPhone;
let tokenId: string;
let serial: string;

beforeAll(async () => {
  const often = { issues: 1_000, codes: 1_000, releases: 1_000, blocks: 1_000 };
  bank = await startTestBank({ policy: { ...defaultPolicy, perCardAndDay: often } });
  [atm, shop] = [await openChannel(bank, "atm"), await openChannel(bank, "shop")];
  teller = await signInStaff(bank, "teller");
  phone = createOpenPhone(bank);
  await registerPhone(bank, phone.phone, people.sara);
  ({ id: tokenId } = await activateCard(bank, atm, phone.phone, people.sara));
  ({ serial } = await issueCardToken(atm, people.reza.card));
});

afterAll(() => bank.stop());

const shift = (digits: string, zero: number): string =>
  digits.replaceAll(/[0-9]/g, (digit) => String.fromCodePoint(zero + Number(digit)));

const grouped = (digits: string, mark: string): string =>
  digits.replaceAll(/.{4}(?=.)/gs, (group) => group + mark);

const ways: readonly (readonly [string, (digits: string) => string])[] = [
  ["Persian digits", (digits) => shift(digits, 0x6f0)],
  ["Arabic digits", (digits) => shift(digits, 0x660)],
  ["full-width digits", (digits) => shift(digits, 0xff10)],
  [
    "digits of three scripts",
    (digits) =>
      shift(digits.slice(0, 3), 0x6f0) + shift(digits.slice(3, 6), 0x660) + digits.slice(6),
  ],
  ["spaces", (digits) => grouped(digits, " ")],
  ["spaces around", (digits) => `  ${digits}\t`],
  ["dashes", (digits) => grouped(digits, "-")],
  ["long dashes", (digits) => grouped(digits, "–")],
  ["non-breaking spaces", (digits) => grouped(digits, "\u00a0")],
  ["ZWNJ", (digits) => grouped(digits, "\u200c")],
  ["direction marks", (digits) => `\u200e${digits}\u200f`],
  ["line breaks", (digits) => grouped(digits, "\r\n")],
];

const staffAsks = async (path: string, body?: object): Promise<Reply> =>
  ask(bank, {
    listener: "internal",
    method: body === undefined ? "GET" : "POST",
    path,
    headers: bearer(teller),
    ...(body === undefined ? {} : { text: JSON.stringify(body) }),
  });

describe.each(ways)("U4 typed with %s", (_way, write) => {
  test("a card number is issued for", async () => {
    const { status } = await atm.post("/bank/v1/tokens", {
      kind: "card",
      cardNumber: write("6280232705108758"),
      requestReference: randomUUID(),
    });
    expect(status).toBe(201);
  });

  test("card number and code are accepted", async () => {
    bank.clock.advanceSeconds(130);
    const { body } = await shop.verify({
      purpose: "card-second-password",
      subject: write(people.sara.card),
      code: write(await takeCode(phone.phone, tokenId)),
    });
    expect(body).toMatchObject({ outcome: "accepted" });
  });

  test("a serial is found in the address and in a query", async () => {
    const typed = encodeURIComponent(write(serial));
    const path = `/bank/v1/tokens/${typed}/activation-codes`;
    const sent = await atm.post<{ serial: string }>(path, { requestReference: randomUUID() });
    expect([sent.status, sent.body.serial]).toEqual([201, serial]);
    const { text } = await staffAsks(`/staff/v1/tokens?serial=${typed}`);
    expect(JSON.parse(text)).toMatchObject({ tokens: [{ serial }] });
  });

  test.each([
    ["nationalId", people.sara.nationalId],
    ["mobile", people.sara.mobile],
    ["account", people.sara.account],
    ["cardNumber", people.sara.card],
  ])("%s finds the customer", async (field, value) => {
    const { text } = await staffAsks("/staff/v1/customer-searches", { [field]: write(value) });
    expect(JSON.parse(text)).toMatchObject({
      customers: [{ customerId: people.sara.customerId }],
    });
  });
});

test.each(["+989120001001", "00989120001001", "9120001001", "+98 (0)912 000 1001", "۹۸۹۱۲۰۰۰۱۰۰۱"])(
  "U4 a mobile number written %s finds the customer",
  async (mobile) => {
    const { text } = await staffAsks("/staff/v1/customer-searches", { mobile });
    expect(JSON.parse(text)).toMatchObject({
      customers: [{ customerId: people.sara.customerId }],
    });
  },
);

/** Every number that is one slip away and that its check digit must catch. */
const slips = (right: string): string[] => {
  const wrongDigit = right
    .split(/(?:)/)
    .map(
      (digit, at) => right.slice(0, at) + String((Number(digit) + 1) % 10) + right.slice(at + 1),
    );
  const swapped = right.split(/(?:)/).flatMap((digit, at) => {
    const next = right[at + 1];
    // Luhn cannot tell 09 from 90.
    const blind = new Set(["09", "90"]).has(`${digit}${next ?? ""}`);
    if (next === undefined || next === digit || blind) return [];
    return [right.slice(0, at) + next + digit + right.slice(at + 2)];
  });
  return [...wrongDigit, ...swapped, right.slice(1), right.slice(0, -1), `${right}0`, `0${right}`];
};

const pathsOf = (reply: Reply): readonly string[] => {
  const problem = problemOf(reply);
  expect([problem.status, problem.code]).toEqual([400, "invalid_request"]);
  return problem.errors.map(({ path }) => path);
};

const internal = async (path: string, token: string, body: object): Promise<Reply> =>
  ask(bank, {
    listener: "internal",
    method: "POST",
    path,
    headers: bearer(token),
    text: JSON.stringify(body),
  });

describe("R8 S29 one slip in a number is caught before anything is asked or stored", () => {
  test("in a card number, wherever it stands", async () => {
    const before = await storedContent(bank);
    for (const cardNumber of slips(people.sara.card)) {
      const requestReference = randomUUID();
      const issue = { kind: "card", cardNumber, requestReference };
      expect(pathsOf(await internal("/bank/v1/tokens", atm.token, issue))).toEqual(["/cardNumber"]);
      const release = { cardNumber, requestReference };
      const released = await internal("/bank/v1/device-releases", atm.token, release);
      expect(pathsOf(released)).toEqual(["/cardNumber"]);
      const verification = {
        purpose: "card-second-password",
        subject: cardNumber,
        code: "12345678",
        transactionReference: randomUUID(),
      };
      const verified = await internal("/bank/v1/verifications", shop.token, verification);
      expect(pathsOf(verified)).toEqual(["/subject"]);
    }
    expect(await storedContent(bank)).toEqual(before);
  });

  test("in a serial, wherever it stands", async () => {
    const before = await storedContent(bank);
    for (const wrong of slips(serial)) {
      const requestReference = randomUUID();
      const path = `/bank/v1/tokens/${wrong}/activation-codes`;
      const resent = await internal(path, atm.token, { requestReference });
      expect(pathsOf(resent)).toEqual(["/serial"]);
      const listed = await staffAsks(`/staff/v1/tokens?serial=${wrong}`);
      expect(pathsOf(listed)).toEqual(["/serial"]);
    }
    expect(await storedContent(bank)).toEqual(before);
  });

  test("in a national id", async () => {
    const before = await storedContent(bank);
    for (const nationalId of slips(people.sara.nationalId)) {
      const reply = await internal("/staff/v1/customer-searches", teller, { nationalId });
      expect(pathsOf(reply).length).toBeGreaterThan(0);
    }
    expect(await storedContent(bank)).toEqual(before);
  });
});
