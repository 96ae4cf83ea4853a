/** kill -9 of the phone after every durable step and every answer: what was begun ends as if nothing had happened. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { decideEntryPassword, type Phone } from "@ramznama/phone";
import { defaultPolicy } from "@ramznama/server";
import {
  composePhone,
  leastParameters,
  nodePlatform,
  openPhoneFolder,
  parseWalkers,
  type Walker,
} from "@ramznama/terminal-phone";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { issueCardToken, openChannel, type Channel } from "./channel.ts";
import type { DyingAct, DyingPhone } from "./phone-that-dies.ts";
import { readActivationCode, readRegistrationCode } from "./sms.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { machineClock } from "./test-clock.ts";

const program = fileURLToPath(new URL("phone-that-dies.ts", import.meta.url));
const peopleFile = new URL("../../apps/sandbox/data/sandbox.json", import.meta.url);
const entryPassword = "482913";
/** Far more than any act has; a run that needs more goes round in circles. */
const stepsMax = 60;

let bank: TestBank;
let atm: Channel;
let shop: Channel;
let walker: Walker;
let root: string;

beforeAll(async () => {
  const policy = {
    ...defaultPolicy,
    registration: {
      ...defaultPolicy.registration,
      promptCodesPerDay: 1_000,
      wrongCodesPerYear: 1_000_000,
      perDeviceAndDay: 1_000,
    },
    perCardAndDay: { ...defaultPolicy.perCardAndDay, issues: 1_000 },
  };
  bank = await startTestBank({ clock: machineClock, policy });
  atm = await openChannel(bank, "atm");
  shop = await openChannel(bank, "shop");
  const [first] = parseWalkers(JSON.parse(await readFile(peopleFile, "utf8")));
  if (first === undefined) throw new Error("the sandbox has no customer with cards");
  walker = first;
  root = await mkdtemp(join(tmpdir(), "ramznama-killed-"));
});

afterAll(async () => {
  await bank.stop();
  await rm(root, { recursive: true, force: true });
});

test(
  "S25 a phone killed at any moment of its registration ends registered",
  { timeout: 300_000 },
  async () => {
    const { nationalId, mobile } = walker;
    const inbox = `${bank.sandboxUrl}/inbox/api/messages?to=${mobile}&limit=1000`;
    const deaths = await killAfterEveryStep(async (dieAfterStep) => {
      const folder = join(root, `registration-${dieAfterStep}`);
      await createVault(folder);
      const person = { nationalId, mobile };
      const died = await dies(folder, dieAfterStep, { kind: "register", person, inbox });
      await withPhone(folder, async (phone) => {
        const record = await phone.registration();
        if (record?.state === "registered") return;
        if (record === undefined) {
          expect(await phone.startRegistration(person)).toMatchObject({ ok: true });
        }
        const code = await readRegistrationCode(bank, mobile);
        expect(await phone.confirmRegistration(code)).toMatchObject({ ok: true });
      });
      await withPhone(folder, async (phone) => {
        expect(await phone.serverTokens()).toEqual({ ok: true, value: [] });
      });
      return died;
    });
    expect(deaths).toBeGreaterThan(10);
  },
);

test(
  "S29 R5 a phone killed at any moment of an activation ends with the server's key, and no attempt is spent",
  { timeout: 300_000 },
  async () => {
    const folder = join(root, "activation");
    await createVault(folder);
    await withPhone(folder, register);
    const deaths = await killAfterEveryStep(async (dieAfterStep) => {
      const cardNumber = cardFor(dieAfterStep);
      const { serial } = await issueCardToken(atm, cardNumber);
      const code = await readActivationCode(bank, walker.mobile, cardNumber);
      const typed = { kind: "card", cardNumber, serial, code } as const;
      const died = await dies(folder, dieAfterStep, { kind: "activate", typed });
      await withPhone(folder, async (phone) => {
        await phone.resume();
        // Killed before anything was stored: what was typed is typed again.
        if ((await phone.tokens()).length === 0) await phone.activate(typed);
        const [token, another] = await phone.tokens();
        expect(another).toBeUndefined();
        expect(token).toMatchObject({ serial, state: "active" });
        const shown = await phone.code(token?.id ?? "");
        if (!shown.ok) throw new Error(shown.reason);
        const answer = await verify(cardNumber, shown.code);
        expect(answer).toMatchObject({ outcome: "accepted" });
        await phone.deleteAllTokens();
      });
      expect(await loadAttempts(serial)).toEqual({ wrong_attempts: 0, starts: 1 });
      return died;
    });
    expect(deaths).toBeGreaterThan(10);
  },
);

test(
  "S19 a phone killed at any moment of a deletion has deleted, and the server knows it",
  { timeout: 300_000 },
  async () => {
    const folder = join(root, "deletion");
    await createVault(folder);
    await withPhone(folder, register);
    const deaths = await killAfterEveryStep(async (dieAfterStep) => {
      const cardNumber = cardFor(dieAfterStep);
      const { serial } = await issueCardToken(atm, cardNumber);
      const code = await readActivationCode(bank, walker.mobile, cardNumber);
      let id = "";
      let shown = "";
      await withPhone(folder, async (phone) => {
        const outcome = await phone.activate({ kind: "card", cardNumber, serial, code });
        if (!outcome.ok) throw new Error(JSON.stringify(outcome));
        id = outcome.id;
        const taken = await phone.code(id);
        shown = taken.ok ? taken.code : "";
      });
      const died = await dies(folder, dieAfterStep, { kind: "delete", id });
      await withPhone(folder, async (phone) => {
        // Killed before the one write: the customer still sees it and deletes it again.
        if ((await phone.tokens()).length > 0) await phone.deleteToken(id);
        expect(await phone.synchronise()).toEqual({ ok: true, value: true });
        expect(await phone.tokens()).toEqual([]);
      });
      expect(await verify(cardNumber, shown)).toMatchObject({ reason: "no_active_token" });
      return died;
    });
    expect(deaths).toBeGreaterThan(3);
  },
);

/** Until a run comes to its end alive; how many did not. */
const killAfterEveryStep = async (run: (step: number) => Promise<boolean>): Promise<number> => {
  for (let step = 1; step <= stepsMax; step += 1) {
    if (!(await run(step))) return step - 1;
  }
  throw new Error(`still killed at step ${stepsMax}`);
};

const dies = async (folder: string, dieAfterStep: number, act: DyingAct): Promise<boolean> => {
  const server = bank.publicUrl();
  const { releaseKey } = bank;
  const plan: DyingPhone = { folder, entryPassword, server, releaseKey, dieAfterStep, act };
  const child = spawn(process.execPath, [program, JSON.stringify(plan)], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
  if (signal === null && code !== 0)
    throw new Error(`the phone ended with ${code} at ${dieAfterStep}`);
  return signal === "SIGKILL";
};

const createVault = async (path: string): Promise<void> => {
  const platform = nodePlatform();
  const folder = await openPhoneFolder({ platform, path, derivation: leastParameters });
  const password = decideEntryPassword(entryPassword);
  if (!password.ok) throw new Error(password.reason);
  await folder.createVault(password.value);
  folder.close();
};

const withPhone = async (path: string, use: (phone: Phone) => Promise<void>): Promise<void> => {
  const platform = nodePlatform();
  const folder = await openPhoneFolder({ platform, path });
  try {
    const unlocked = await folder.unlock(entryPassword);
    if (!unlocked.ok) throw new Error(unlocked.reason);
    const { vault } = unlocked;
    const { releaseKey } = bank;
    const server = bank.publicUrl();
    await use(composePhone({ platform, server, releaseKey, vault, keys: folder.keys }));
  } finally {
    folder.close();
  }
};

const register = async (phone: Phone): Promise<void> => {
  const { nationalId, mobile } = walker;
  expect(await phone.startRegistration({ nationalId, mobile })).toMatchObject({ ok: true });
  const code = await readRegistrationCode(bank, mobile);
  expect(await phone.confirmRegistration(code)).toMatchObject({ ok: true });
};

const cardFor = (step: number): string => {
  const card = walker.cards[step % walker.cards.length];
  if (card === undefined) throw new Error("there is no such card");
  return card;
};

const verify = async (subject: string, code: string) =>
  (await shop.verify({ purpose: "card-second-password", subject, code })).body;

const loadAttempts = async (serial: string): Promise<unknown> => {
  const client = new pg.Client({ connectionString: bank.databaseUrl });
  await client.connect();
  const { rows } = await client.query(
    "select wrong_attempts, starts from activation_codes join tokens on tokens.id = token_id where serial = $1",
    [serial],
  );
  await client.end();
  return rows[0];
};
