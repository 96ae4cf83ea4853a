/** The program as people meet it without a bank: words, exit codes, nothing half-done. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { leastParameters, type TypedPerson } from "@ramznama/phone";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { nodePlatform } from "../compose-phone.ts";
import { createScriptedTerminal, type ScriptedTerminal } from "../testing/scripted-terminal.ts";
import { openPhoneFolder } from "../vault/phone-folder.ts";
import { exitCodes } from "./exit-code.ts";
import { runPhone } from "./run-phone.ts";

let root: string;
let releaseKey: string;
let requests: string[];

beforeAll(async () => {
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const { publicKey } = await globalThis.crypto.subtle.generateKey(algorithm, true, [
    "sign",
    "verify",
  ]);
  releaseKey = JSON.stringify(await globalThis.crypto.subtle.exportKey("jwk", publicKey));
});

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "ramznama-cli-"));
  writeFileSync(join(root, "release-key.public.json"), releaseKey);
  requests = [];
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const platform = nodePlatform((address) => {
  requests.push(address);
  return Promise.reject(new TypeError("no network"));
});

interface Options {
  readonly answers?: readonly string[];
  readonly interactive?: boolean;
  readonly password?: string;
  readonly language?: string;
}

const run = async (line: string, options: Options = {}) => {
  const { answers = [], interactive = false, password, language = "fa_IR" } = options;
  const terminal: ScriptedTerminal = createScriptedTerminal(answers, interactive);
  const exitCode = await runPhone({
    args: line.split(" ").filter(Boolean),
    environment: {
      RAMZNAMA_DATA: root,
      LANG: language,
      ...(password === undefined ? {} : { RAMZNAMA_ENTRY_PASSWORD: password }),
    },
    terminal,
    platform,
    derivation: leastParameters,
  });
  return { exitCode, said: terminal.said.join("\n"), complaints: terminal.complaints.join("\n") };
};

const password = "482913";
const person: TypedPerson = { nationalId: "1272554953", mobile: "09120001001" };
const register = `register --national-id ${person.nationalId} --mobile ${person.mobile}`;

test("help is given in the reader's language; what is not understood is named", async () => {
  expect(await run("")).toMatchObject({ exitCode: exitCodes.done });
  expect((await run("--help")).said).toContain("دریافت رمز");
  expect((await run("--help", { language: "en_US.UTF-8" })).said).toContain("without internet");
  expect((await run("--help --lang en")).said).toContain("without internet");
  expect(await run("frobnicate --lang en")).toMatchObject({
    exitCode: exitCodes.input,
    complaints: '"frobnicate" is not understood. Help: npm run phone -- --help',
  });
  expect((await run("list --codes=12345678 --lang en")).complaints).not.toContain("12345678");
});

test("S9 an empty phone says so, and a code needs a phone first", async () => {
  expect(await run("list")).toMatchObject({
    exitCode: exitCodes.done,
    said: "توکن ثبت شده‌ای برای شما یافت نشد",
  });
  expect(await run("code", { password })).toMatchObject({ exitCode: exitCodes.locked });
  expect(readdirSync(join(root, "phone"))).not.toContain("vault.json");
});

test("S7 weak entry passwords are refused with the reason, and no vault is made", async () => {
  expect(await run(register, { password: "123456" })).toMatchObject({
    exitCode: exitCodes.locked,
    complaints: "این رمز را زود حدس می‌زنند. رمز دیگری انتخاب کنید.",
  });
  expect(readdirSync(join(root, "phone"))).not.toContain("vault.json");
});

test("S7 a person at the terminal defines the password twice and may try again", async () => {
  const answers = ["12345", "482913", "482914", "482913", "482913"];
  const result = await run(register, { answers, interactive: true });
  expect(result.complaints).toContain("رمز ورود کوتاه است");
  expect(result.complaints).toContain("دو رمز یکی نیستند");
  expect(result.exitCode).toBe(exitCodes.unanswered);
});

test("S12 without network registering says so, and nothing is half-done", async () => {
  const result = await run(register, { password });
  expect(result).toMatchObject({ exitCode: exitCodes.unanswered });
  expect(result.complaints).toContain("به اینترنت نیاز دارد");
  expect(await run(`${register} --code 123456`, { password })).toMatchObject({
    exitCode: exitCodes.input,
  });
});

test("what is typed wrongly is refused beside its field before anything is sent", async () => {
  const wrong = [
    ["register --national-id 1272554954 --mobile 09120001001", "کد ملی"],
    ["register --national-id 1272554953 --mobile 0812", "شماره همراه"],
    ["activate --card 6280239832816832 --serial 123456789015 --code 13572468", "شماره کارت"],
    ["activate --card 4111111111111111 --serial 123456789015 --code 13572468", "کارت‌های این بانک"],
    ["activate --card 6280239832816831 --serial 123456789016 --code 13572468", "شماره سریال"],
    ["activate --account-gateway --serial 123456789015 --code 1357246", "کد فعالسازی"],
  ] as const;
  for (const [line, word] of wrong) {
    const result = await run(line, { password });
    expect(result.exitCode, line).toBe(exitCodes.input);
    expect(result.complaints, line).toContain(word);
  }
  expect(requests).toEqual([]);
});

test("an unregistered phone is told to register before it activates", async () => {
  await run(register, { password });
  const line = "activate --card 6280239832816831 --serial 123456789015 --code 13572468";
  expect(await run(line, { password })).toMatchObject({
    exitCode: exitCodes.refused,
    complaints: "این دستگاه برای رمزنما ثبت نشده است. ابتدا register را اجرا کنید.",
  });
});

test("S28 ten wrong passwords erase the phone, each of them counted in the reader's digits", async () => {
  await run(register, { password });
  expect((await run("list", { password: "482914" })).complaints).toContain("۹ بار دیگر");
  for (let attempt = 2; attempt < 10; attempt += 1) await run("list", { password: "482914" });
  expect(await run("list", { password: "482914" })).toMatchObject({ exitCode: exitCodes.locked });
  expect((await run("code", { password })).complaints).toContain("راه‌اندازی نشده");
});

test("S28 the way on for a forgotten password needs no password, and a typed yes", async () => {
  await run(register, { password });
  expect(await run("delete --everything", { answers: ["خیر"] })).toMatchObject({
    exitCode: exitCodes.input,
  });
  expect((await run("list --offline", { password })).exitCode).toBe(exitCodes.done);
  expect(await run("delete --everything", { answers: ["بله"] })).toMatchObject({
    exitCode: exitCodes.done,
  });
  expect((await run("code", { password })).complaints).toContain("راه‌اندازی نشده");
});

test("a phone that another program has open is not touched", async () => {
  const folder = await openPhoneFolder({ platform, path: join(root, "phone") });
  const terminal = createScriptedTerminal();
  const exitCode = await runPhone({
    args: ["list", "--lang", "en"],
    environment: { RAMZNAMA_DATA: root },
    terminal,
    platform,
    lockWaitMilliseconds: 0,
  });
  folder.close();
  expect(exitCode).toBe(exitCodes.folder);
  expect(terminal.complaints).toEqual([
    "Another program has this phone open. Please try again when it has ended.",
  ]);
});

test("without a release key nothing is begun, and the way to one is said", async () => {
  const result = await run("list --lang en --release-key /nowhere/key.json");
  expect(result.exitCode).toBe(exitCodes.input);
  expect(result.complaints).toContain("Run npm start first");
});
