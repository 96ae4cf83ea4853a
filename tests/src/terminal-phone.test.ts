/** `npm run phone` against the real bank: the customer's way through it, and what is said when something is wrong. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asUnixMilliseconds } from "@ramznama/activation";
import type { PhonePlatform } from "@ramznama/phone";
import { exitCodes, leastParameters, nodePlatform, runPhone } from "@ramznama/terminal-phone";
import { afterAll, beforeAll, expect, test } from "vitest";
import { issueCardToken, openChannel, type Channel } from "./channel.ts";
import { actOnToken, issueAccountToken, openDesk } from "./desk.ts";
import { saveGuesses, wholeYear } from "./failed-guesses.ts";
import { readActivationCode, readSms } from "./sms.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { createTestClock } from "./test-clock.ts";
import { people } from "./test-phone.ts";

const { sara, maryam } = people;

const clock = createTestClock();

let bank: TestBank;
let atm: Channel;
let shop: Channel;
let root: string;

beforeAll(async () => {
  bank = await startTestBank({ clock });
  atm = await openChannel(bank, "atm");
  shop = await openChannel(bank, "shop");
  root = await mkdtemp(join(tmpdir(), "ramznama-terminal-"));
  await writeFile(join(root, "release-key.public.json"), JSON.stringify(bank.releaseKey));
});

afterAll(async () => {
  await bank.stop();
  await rm(root, { recursive: true, force: true });
});

/** The machine's, but for its clock: it is the bank's, so that a test says when a second is over. */
const platformOf = (network?: Parameters<typeof nodePlatform>[0]): PhonePlatform => ({
  ...nodePlatform(network),
  clock: { now: () => asUnixMilliseconds(clock.now()), monotonic: () => clock.now() },
});
const connected = platformOf();
const offline = platformOf(() => Promise.reject(new TypeError("no network")));
/** The network is lost when the activation itself leaves the phone: the server acts, nobody hears. */
const lostInTheMiddle = platformOf(async (address, init) => {
  const response = await fetch(address, init);
  if (address.endsWith("/activations") && response.ok) throw new TypeError("connection lost");
  return response;
});

/** Each command comes a second after the one before it. */
const run = async (args: readonly string[], platform: PhonePlatform = connected) => {
  clock.advanceSeconds(1);
  const said: string[] = [];
  const nobody = () => Promise.resolve(undefined);
  const exitCode = await runPhone({
    args: [...args, "--server", bank.publicUrl(), "--lang", "en"],
    environment: { RAMZNAMA_DATA: root, RAMZNAMA_ENTRY_PASSWORD: "482913" },
    terminal: {
      interactive: false,
      say: (line) => said.push(line),
      complain: (line) => said.push(line),
      ask: nobody,
      askSecret: nobody,
      close: () => undefined,
    },
    platform,
    derivation: leastParameters,
  });
  return { exitCode, said: said.join("\n") };
};

const newestSms = async (mobile: string): Promise<string> => {
  const [sms] = await readSms(bank, mobile);
  if (sms === undefined) throw new Error(`no SMS for ${mobile}`);
  return sms.text;
};

const takeCode = async (...choice: readonly string[]): Promise<string> => {
  const { said, exitCode } = await run(["code", "--plain", ...choice], offline);
  expect(exitCode, said).toBe(exitCodes.done);
  return said;
};

const pay = async (code: string) =>
  (await shop.verify({ purpose: "card-second-password", subject: sara.card, code })).body.outcome;

const activateCard = ["activate", "--card", sara.card];
let serial: string;

test("S25 a device is registered in two runs, the second with the whole SMS pasted", async () => {
  const person = ["--national-id", "۱۲۷۲۵۵۴۹۵۳", "--mobile", "+98 912 000 1001"];
  expect(await run(["register", ...person])).toMatchObject({ exitCode: exitCodes.done });
  await bank.drain();
  expect(await run(["register", "--code", "000000"])).toMatchObject({
    exitCode: exitCodes.refused,
    said: expect.stringContaining("differs from the bank's SMS") as string,
  });
  const sms = await newestSms(sara.mobile);
  expect(await run(["register", "--code", sms])).toEqual({
    exitCode: exitCodes.done,
    said: "This device is registered.",
  });
  expect(await run(["register", ...person])).toMatchObject({
    said: "This device is registered already.",
  });
});

test("S29 a wrong code, another card, the other kind and another customer's serial are refused, each in words", async () => {
  serial = (await issueCardToken(atm, sara.card)).serial;
  const code = await readActivationCode(bank, sara.mobile, sara.card);
  const wrongCode = `${code.slice(0, 7)}${(Number(code[7]) + 1) % 10}`;
  const withCode = ["--serial", serial, "--code", code];
  const foreign = (await issueCardToken(atm, maryam.card)).serial;
  const cases = [
    [[...activateCard, "--serial", serial, "--code", wrongCode], "not recognised together"],
    [["activate", "--card", "6280234348062020", ...withCode], "issued for another card"],
    [["activate", "--account-gateway", ...withCode], "of the other kind"],
    [[...activateCard, "--serial", foreign, "--code", code], "not recognised together"],
  ] as const;
  for (const [args, words] of cases) {
    const { exitCode, said } = await run(args);
    expect(exitCode, said).toBe(exitCodes.refused);
    expect(said).toContain(words);
    expect((await run(["list"])).said).toBe("No registered token was found for you");
  }
});

test("S12 no network in the middle of an activation: it is kept, and goes on without spending anything", async () => {
  const sms = (await readSms(bank, sara.mobile)).find(({ text }) => text.includes("فعالسازی"));
  const typed = [...activateCard, "--serial", serial, "--code", sms?.text ?? ""];
  expect(await run(typed, offline)).toMatchObject({ exitCode: exitCodes.unanswered });
  const lost = await run(typed, lostInTheMiddle);
  expect(lost).toMatchObject({
    exitCode: exitCodes.unanswered,
    said: expect.stringContaining("What you typed is kept") as string,
  });
  expect((await run(["list", "--offline"])).said).toContain("waiting for the bank's answer");
  expect(await run(["code"], offline)).toMatchObject({ exitCode: exitCodes.input });
  expect(await run(["activate"])).toEqual({
    exitCode: exitCodes.done,
    said: "The token is active.",
  });
});

test("S15 S18 a code taken without network pays once", async () => {
  const code = await takeCode();
  expect(await pay(code)).toBe("accepted");
  expect(await pay(code)).toBe("rejected");
});

test("R12 a token that was guessed at: the terminal says why, tells the bank of the code, and says when it could not", async () => {
  await saveGuesses(bank, serial, wholeYear);
  const learning = await run(["code", "--plain"]);
  expect(learning).toMatchObject({ exitCode: exitCodes.done });
  expect(learning.said).toMatch(/^[0-9]{8}\nThe bank knows of this password\.$/);
  expect(await pay(learning.said.slice(0, 8))).toBe("accepted");
  const untold = await run(["code", "--plain"], offline);
  expect(untold).toMatchObject({ exitCode: exitCodes.unanswered });
  expect(untold.said).toContain("Wrong passwords were entered for this token several times.");
  expect(untold.said).toContain("refuses it. Connect to the internet");
  expect(await pay(untold.said.slice(0, 8))).toBe("rejected");
  expect((await run(["list"])).said).toContain("Wrong passwords were entered");
  await saveGuesses(bank, serial, 0);
  expect((await run(["list"])).said).not.toContain("Wrong passwords were entered");
});

test("S15 a suspended token: the list and the code say so, without network too, until a branch lifts it", async () => {
  const desk = await openDesk(bank, "teller");
  await actOnToken(desk, serial, "suspension");
  const told = await run(["code"]);
  expect(told).toMatchObject({ exitCode: exitCodes.refused });
  expect(told.said).toContain("suspended at the bank and its password is not accepted");
  expect((await run(["list", "--offline"])).said).toContain("suspended at the bank");
  const supervisor = await openDesk(bank, "supervisor");
  await supervisor.delete(`/staff/v1/tokens/${serial}/suspension`);
  expect((await run(["list"])).said).toContain("active");
  expect(await pay(await takeCode())).toBe("accepted");
});

test("S14 the card must be deleted before a new token is registered for it", async () => {
  const next = (await issueCardToken(atm, sara.card)).serial;
  const code = await readActivationCode(bank, sara.mobile, sara.card);
  expect(await run([...activateCard, "--serial", next, "--code", code])).toMatchObject({
    exitCode: exitCodes.input,
    said: expect.stringContaining("Please delete it first") as string,
  });
});

test("S20 S21 an account/gateway token stands in its own section, and codes name their token", async () => {
  const desk = await openDesk(bank, "teller");
  const issued = await issueAccountToken(desk, sara.customerId);
  const sms = await newestSms(sara.mobile);
  const typed = ["activate", "--account-gateway", "--serial", issued.serial, "--code", sms];
  expect(await run(typed)).toMatchObject({ exitCode: exitCodes.done });
  const { said } = await run(["list"]);
  expect(said).toContain("Card second password\n  1. 6280 2398 3281 6831  active");
  expect(said).toMatch(/Account\/gateway\n {2}2\. [0-9 ]{14} {2}active/);
  expect(await run(["code"], offline)).toMatchObject({ exitCode: exitCodes.input });
  expect(await takeCode("--number", "۲")).toMatch(/^[0-9]{8}$/);
});

test("S15 a token that the bank has ended is said to be so, and makes no code any more", async () => {
  const desk = await openDesk(bank, "teller");
  const { serial: revoked } = await issueAccountToken(desk, sara.customerId);
  const sms = await newestSms(sara.mobile);
  await run(["activate", "--account-gateway", "--serial", revoked, "--code", sms]);
  await actOnToken(desk, revoked, "revocation");
  expect((await run(["list"])).said).toContain("ended at the bank; please delete it");
  const refused = await run(["code", "--serial", revoked], offline);
  expect(refused).toMatchObject({ exitCode: exitCodes.refused });
  expect(refused.said).toMatch(/^This token has ended at the bank/);
  expect((await run(["delete", "--serial", revoked, "--yes"])).said).toBe("Deleted.");
});

test("S19 a token deleted without network is gone here at once and at the bank after the next connection", async () => {
  const code = await takeCode("--card", sara.card);
  expect(await run(["delete", "--card", sara.card, "--yes"], offline)).toEqual({
    exitCode: exitCodes.done,
    said: "Deleted from this device. The bank is told at the next connection.",
  });
  expect((await run(["list", "--offline"])).said).not.toContain("6280");
  await run(["list"]);
  expect(await pay(code)).toBe("rejected");
});

test("S28 a forgotten password: everything erased here, and the bank told without a serial", async () => {
  expect(await run(["delete", "--everything", "--yes"], offline)).toMatchObject({
    exitCode: exitCodes.done,
  });
  expect(await run(["delete", "--everything", "--yes"])).toMatchObject({ said: "Deleted." });
  const desk = await openDesk(bank, "teller");
  const { body } = await desk.get<{ tokens: { state: string }[] }>(
    `/staff/v1/tokens?customerId=${sara.customerId}`,
  );
  expect(body.tokens.filter(({ state }) => state === "active" || state === "confirming")).toEqual(
    [],
  );
});
