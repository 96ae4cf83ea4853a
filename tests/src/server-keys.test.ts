/** `ramznama keys`: the operator rotates and retires the server's keys while the server runs. */
import { webcrypto } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { verifyServerKeyList } from "@ramznama/activation";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ask } from "./ask.ts";
import { askDatabase } from "./ask-database.ts";
import { codeOf, fetchServerKey } from "./bare-device.ts";
import { cardEntry, openEnrolment } from "./card-enrolment.ts";
import { openChannel, type Channel } from "./channel.ts";
import { openDesk, readEvents, type Desk } from "./desk.ts";
import { runCli } from "./run-cli.ts";
import {
  keysCommand,
  releaseKeyFileOf,
  serverKeyNames,
  untilTakenUp,
} from "./server-key-rotation.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { createTestClock } from "./test-clock.ts";
import { people } from "./test-phone.ts";

const { sara } = people;
const daySeconds = 86_400;

let bank: TestBank;
let shop: Channel;
let auditor: Desk;
let enrolment: ReturnType<typeof openEnrolment>;
let releaseKeyFile: string;

beforeAll(async () => {
  bank = await startTestBank({ clock: createTestClock(Math.floor(Date.now() / 1000) * 1000) });
  shop = await openChannel(bank, "shop");
  auditor = await openDesk(bank, "auditor");
  enrolment = openEnrolment(bank, await openChannel(bank, "atm"));
  releaseKeyFile = releaseKeyFileOf(bank);
});

afterAll(() => bank.stop());

// A day of its own for every test, and three days after any release at an ATM.
beforeEach(() => {
  bank.clock.advanceSeconds(3 * daySeconds);
});

const rotate = () => keysCommand(bank, { act: "rotate", releaseKeyFile });

const retire = (k: string, atOnce = false) =>
  keysCommand(bank, { act: "retire", releaseKeyFile, k, atOnce });

const handedOut = async () => {
  const response = await fetch(`${bank.publicUrl()}/device/v1/configuration`);
  const { serverKeys } = (await response.json()) as { readonly serverKeys: string };
  const platform = { subtle: webcrypto.subtle, random: () => new Uint8Array() };
  const verified = await verifyServerKeyList(platform, bank.releaseKey, serverKeys);
  if (!verified.ok) throw new Error(verified.reason);
  const { serialNumber, keys } = verified.value.list;
  return { serialNumber, names: keys.map(({ k }) => k).toReversed() };
};

const timeKeyName = async (): Promise<string | undefined> => {
  const response = await fetch(`${bank.publicUrl()}/device/v1/time?nonce=AAAAAAAAAAAAAAAAAAAAAA`);
  if (!response.ok) return undefined;
  const { signedTime } = (await response.json()) as { readonly signedTime: string };
  const header = Buffer.from(signedTime.split(".")[0] ?? "", "base64url").toString();
  return (JSON.parse(header) as { readonly kid: string }).kid;
};

const pay = async (code: string): Promise<string> =>
  (await shop.verify({ purpose: "card-second-password", subject: sara.card, code })).body.outcome;

test("a running server goes by a new key a minute after it was made, and what is sealed to the old one is still opened", async () => {
  const device = await enrolment.registerBareDevice(sara);
  const issued = await enrolment.issueCard(sara);
  const begun = await device.begin(cardEntry(sara, issued));
  const before = await handedOut();
  const [old] = before.names;
  await rotate();
  const [fresh] = await serverKeyNames(bank);
  await bank.drain();
  // Not one server alone hands out a list that another one has never seen.
  expect([await handedOut(), await timeKeyName()]).toEqual([before, old]);
  bank.clock.advanceSeconds(60);
  const after = await handedOut();
  expect(after.names).toEqual([fresh, old]);
  expect(after.serialNumber).toBeGreaterThan(before.serialNumber);
  expect([(await fetchServerKey(bank)).k, await timeKeyName()]).toEqual([fresh, fresh]);
  await device.open(begun, await device.sendActivation(begun));
  const anew = await device.begin(cardEntry(sara, issued));
  expect(JSON.parse(anew.pending.body)).toMatchObject({ k: fresh });
  const opened = await device.open(anew, await device.sendActivation(anew));
  expect(await pay(codeOf(opened, bank.clock.now()))).toBe("accepted");
});

test("asking twice for a rotation, at the same time or one after the other, makes one key", async () => {
  const before = await serverKeyNames(bank);
  await Promise.all([rotate(), rotate()]);
  expect(await rotate()).toMatch(/nothing was done/);
  expect(await serverKeyNames(bank)).toHaveLength(before.length + 1);
  await untilTakenUp(bank);
});

test("a key goes a day after its successor came, not before, once, and never the last one", async () => {
  const [newest = "", ...older] = await serverKeyNames(bank);
  for (const k of older) await retire(k);
  await untilTakenUp(bank);
  expect((await handedOut()).names).toEqual([newest]);
  for (const atOnce of [false, true]) {
    await expect(retire(newest, atOnce)).rejects.toThrow(/run first: ramznama keys rotate/);
  }
  await expect(retire("k9")).rejects.toThrow(/There is no server key k9/);
  await rotate();
  await untilTakenUp(bank);
  await expect(retire(newest)).rejects.toThrow(/Phones may send what they sealed/);
  bank.clock.advanceSeconds(daySeconds);
  expect(await retire(newest)).toMatch(/is retired from/);
  expect(await retire(newest)).toMatch(/nothing was done/);
  const [successor = ""] = await serverKeyNames(bank);
  await expect(retire(successor)).rejects.toThrow(/run first: ramznama keys rotate/);
  await untilTakenUp(bank);
  expect((await handedOut()).names).toEqual([successor]);
  const retired = await readEvents(auditor, "type=key.retired");
  expect(retired.filter(({ details }) => details["key"] === newest)).toMatchObject([
    { actorKind: "system", actor: "operator", details: { atOnce: false } },
  ]);
  const made = await readEvents(auditor, "type=key.made");
  expect(made.map(({ details }) => details["key"])).toContain(successor);
});

test("a list that phones would not believe is never signed: another release key is refused", async () => {
  const names = await serverKeyNames(bank);
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const pair = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const other = join(releaseKeyFile, "..", "other-key.json");
  const jwk = await webcrypto.subtle.exportKey("jwk", pair.privateKey);
  await writeFile(other, JSON.stringify(jwk), { mode: 0o600 });
  const act = keysCommand(bank, { act: "rotate", releaseKeyFile: other });
  await expect(act).rejects.toThrow(/Another release key/);
  expect(await serverKeyNames(bank)).toEqual(names);
});

test("a forgotten rotation is told 90 days before, by log, health and metrics, and mended after it is too late", async () => {
  const standing = async () => {
    await bank.drain();
    const health = await ask(bank, {
      listener: "internal",
      method: "GET",
      path: "/health/ready",
    });
    return (JSON.parse(health.text) as { readonly serverKeys: string }).serverKeys;
  };
  await rotate();
  await untilTakenUp(bank);
  expect(await standing()).toBe("valid");
  expect(bank.log()).not.toContain("server-keys.expir");
  bank.clock.advanceSeconds((730 - 89) * daySeconds);
  expect(await standing()).toBe("expiring");
  expect(bank.log()).toContain("server-keys.expiring");
  const metrics = await ask(bank, { listener: "internal", method: "GET", path: "/metrics" });
  const [, seconds] = /valid_until_timestamp_seconds ([0-9.]+)/.exec(metrics.text) ?? [];
  const left = Number(seconds) - bank.clock.now() / 1000;
  expect(Math.floor(left / daySeconds)).toBe(88);
  bank.clock.advanceSeconds(90 * daySeconds);
  expect([await standing(), await timeKeyName()]).toEqual(["expired", undefined]);
  expect(bank.log()).toContain("server-keys.expired");
  await rotate();
  await untilTakenUp(bank);
  expect(await standing()).toBe("valid");
  expect(await timeKeyName()).toBe((await serverKeyNames(bank))[0]);
});

test("after a restore that forgot a rotation the next list is newer than the forgotten one, and no name comes again", async () => {
  await rotate();
  await untilTakenUp(bank);
  const forgotten = await handedOut();
  const [k = ""] = forgotten.names;
  await askDatabase(
    bank,
    `delete from server_key_lists where serial_number = ${forgotten.serialNumber}`,
  );
  await askDatabase(bank, `delete from server_keys where k = '${k}'`);
  await bank.drain();
  expect((await handedOut()).serialNumber).toBeLessThan(forgotten.serialNumber);
  await rotate();
  await untilTakenUp(bank);
  const mended = await handedOut();
  expect(mended.serialNumber).toBeGreaterThan(forgotten.serialNumber);
  expect(mended.names).not.toContain(k);
});

test("the command line rotates, lists and refuses in one sentence", async () => {
  const own = await startTestBank({ keepsLog: false });
  const signed = ["--release-key", releaseKeyFileOf(own)];
  try {
    const [first = ""] = await serverKeyNames(own);
    expect(await runCli(own, ["keys", "rotate", ...signed])).toMatchObject({
      exitCode: 0,
      output: expect.stringMatching(/^Phones seal to \S+ from \S+Z on\./) as string,
    });
    const listed = await runCli(own, ["keys", "list"]);
    expect(listed.output).toMatch(new RegExp(`^\\S+  valid from .*\\n${first}  valid from .*\\n$`));
    const early = await runCli(own, ["keys", "retire", first, ...signed]);
    expect(early).toMatchObject({ exitCode: 1, output: "" });
    expect(early.complaint).toMatch(/^Phones may send what they sealed to .*\n$/);
    const stolen = await runCli(own, ["keys", "retire", first, "--at-once", ...signed]);
    expect(stolen.output).toMatch(/is retired from/);
    const unsigned = await runCli(own, ["keys", "rotate"]);
    expect([unsigned.exitCode, unsigned.complaint.slice(0, 6)]).toEqual([1, "Usage:"]);
  } finally {
    await own.stop();
  }
});
