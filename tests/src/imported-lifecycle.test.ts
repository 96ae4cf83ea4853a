import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openChannel, type Channel } from "./channel.ts";
import { actOnToken, findToken, liftBlockByTwo, openDesk, readEvents, type Desk } from "./desk.ts";
import { codeFrom, equip } from "./equipped-phone.ts";
import {
  clock30,
  clockCode,
  counter6,
  counterCode,
  createHardToken,
  importFor,
  importHardToken,
  type HardToken,
} from "./hard-token.ts";
import { morePeople } from "./more-people.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { createTestClock } from "./test-clock.ts";
import { activateCard, people } from "./test-phone.ts";

const { sara, reza, maryam } = people;
const { ali, narges, amir, zahra } = morePeople;

let bank: TestBank;
let database: pg.Client;
let atm: Channel;
let shop: Channel;
let internetBank: Channel;
let supervisor: Desk;
let auditor: Desk;

beforeAll(async () => {
  bank = await startTestBank({ clock: createTestClock(Math.floor(Date.now() / 60_000) * 60_000) });
  database = new pg.Client({ connectionString: bank.databaseUrl });
  await database.connect();
  atm = await openChannel(bank, "atm");
  shop = await openChannel(bank, "shop");
  internetBank = await openChannel(bank, "internet-bank");
  supervisor = await openDesk(bank, "supervisor");
  auditor = await openDesk(bank, "auditor");
});

afterAll(async () => {
  await database.end();
  await bank.stop();
});

beforeEach(() => {
  bank.clock.advanceSeconds(3 * 86_400);
});

type Imported = HardToken & { readonly serial: string; readonly card: string };

/** A payment with the code the token shows now, on a step that no payment before had. */
const pay = async (token: Imported): Promise<string> => {
  bank.clock.advanceSeconds(30);
  const code = clockCode(token, clock30, bank.clock.now() / 1000);
  const purpose = "card-second-password";
  const { body } = await shop.verify({ purpose, subject: token.card, code });
  return body.outcome === "accepted" ? "accepted" : body.reason;
};

const stateOf = async (serial: string): Promise<readonly (string | null)[]> => {
  const { state, stateReason } = await findToken(supervisor, serial);
  return [state, stateReason];
};

const newReference = () => ({ requestReference: randomUUID() });

test("the operator's import makes a token that works at once, under a serial of ours, and one event says so", async () => {
  const token = await importHardToken(bank, narges, clock30);
  expect(token.serial).toMatch(/^[1-9][0-9]{11}$/);
  expect(await pay(token)).toBe("accepted");
  expect(await findToken(supervisor, token.serial)).toMatchObject({
    state: "active",
    customerId: narges.customerId,
    provenance: "imported",
    manufacturerSerial: token.manufacturerSerial,
    links: [{ purpose: "card-second-password" }],
  });
  const [event] = await readEvents(auditor, "type=token.imported");
  expect(event).toMatchObject({
    serial: token.serial,
    customerId: narges.customerId,
    details: { kind: "card", codes: "totp", manufacturerSerial: token.manufacturerSerial },
  });
  const { rows } = await database.query<{ sealed_seed: Buffer }>(
    "select sealed_seed from tokens where serial = $1",
    [token.serial],
  );
  const sealed = rows[0]?.sealed_seed ?? Buffer.alloc(0);
  expect(sealed.length).toBeGreaterThan(token.seed.length);
  expect(sealed.includes(Buffer.from(token.seed))).toBe(false);
});

test("an imported token for login and account is used by other channels, and linked at the branch", async () => {
  const token = createHardToken();
  const imported = await importFor(bank, token, sara, counter6, {
    kind: "account-gateway",
    links: [{ purpose: "account-password", subject: sara.account }],
  });
  if (!imported.ok) throw new Error(imported.reason);
  const enter = async (purpose: "gateway-login" | "account-password", counter: number) => {
    const subject = purpose === "gateway-login" ? sara.gatewayLogin : sara.account;
    const code = counterCode(token, counter);
    return (await internetBank.verify({ purpose, subject, code })).body;
  };
  expect(await enter("account-password", 0)).toMatchObject({ outcome: "accepted" });
  expect(await enter("gateway-login", 1)).toMatchObject({ reason: "no_active_token" });
  // The account is linked already, so nothing waits for a second person.
  const linked = await supervisor.put(`/staff/v1/tokens/${imported.serial}/links`, {
    gatewayLogin: true,
    accounts: [sara.account],
  });
  expect(linked.status).toBe(200);
  expect(await enter("gateway-login", 1)).toMatchObject({ outcome: "accepted" });
  // One code for both, as with any account/gateway token.
  expect(await enter("account-password", 1)).toMatchObject({ reason: "not_accepted" });
});

test("suspension, lift and revocation at a branch do to an imported token what they do to any", async () => {
  const token = await importHardToken(bank, maryam, clock30);
  expect(await pay(token)).toBe("accepted");
  await actOnToken(supervisor, token.serial, "suspension");
  expect(await pay(token)).toBe("no_active_token");
  await supervisor.delete(`/staff/v1/tokens/${token.serial}/suspension`);
  expect(await pay(token)).toBe("accepted");
  await actOnToken(supervisor, token.serial, "revocation");
  expect(await pay(token)).toBe("no_active_token");
  const { rows } = await database.query("select sealed_seed from tokens where serial = $1", [
    token.serial,
  ]);
  expect(rows).toEqual([{ sealed_seed: null }]);
});

test("S25 an imported token is on no phone: not listed, not deleted, not ended with the device, not counted", async () => {
  const token = await importHardToken(bank, { ...ali, card: ali.secondCard }, clock30);
  const holder = await equip(bank, atm, ali);
  expect(JSON.stringify(await holder.phone.serverTokens())).not.toContain(token.serial);
  await holder.phone.deleteAllTokens();
  expect(await pay(token)).toBe("accepted");
  // Another phone may register although the imported token lives: it binds nobody to a device.
  const second = await equip(bank, atm, ali);
  expect(await pay(token)).toBe("accepted");
  const released = await atm.post<{ revokedTokens: number }>("/bank/v1/device-releases", {
    cardNumber: ali.card,
    ...newReference(),
  });
  expect(released.body.revokedTokens).toBe(1);
  expect(await stateOf(second.serial)).toEqual(["ended", "device-released"]);
  expect(await pay(token)).toBe("accepted");
});

test("«مسدود کردن رمزنما» stops imported tokens too, and the branch starts them again", async () => {
  const token = await importHardToken(bank, { ...ali, card: ali.card }, clock30);
  const block = () =>
    atm.post("/bank/v1/token-blocks", { cardNumber: ali.card, ...newReference() });
  await block();
  expect(await pay(token)).toBe("no_active_token");
  const other = createHardToken();
  const third = { ...ali, card: "6280236429001694" };
  expect(await importFor(bank, other, third, clock30)).toEqual({
    ok: false,
    reason: "customer_blocked",
  });
  await liftBlockByTwo(await openDesk(bank, "teller"), supervisor, ali.customerId);
  expect(await pay(token)).toBe("accepted");
  await actOnToken(supervisor, token.serial, "revocation");
});

test("S14 an import ends nothing that works, and a phone's newer token takes the imported one's place", async () => {
  const holder = await equip(bank, atm, reza);
  expect(await importFor(bank, createHardToken(), reza, clock30)).toEqual({
    ok: false,
    reason: "subject_taken",
  });
  await actOnToken(supervisor, holder.serial, "revocation");
  const token = await importHardToken(bank, reza, clock30);
  expect(await pay(token)).toBe("accepted");
  await holder.phone.deleteAllTokens();
  const newer = await activateCard(bank, atm, holder.phone, reza);
  expect(await stateOf(token.serial)).toEqual(["ended", "superseded"]);
  expect(await pay(token)).toBe("not_accepted");
  const code = await codeFrom(bank, { ...holder, ...newer });
  const { body } = await shop.verify({
    purpose: "card-second-password",
    subject: reza.card,
    code,
  });
  expect(body.outcome).toBe("accepted");
});

test("R1 one token of a maker is imported once, ever: a second import would forget its used codes", async () => {
  const token = createHardToken();
  const first = await importFor(bank, token, amir, clock30);
  if (!first.ok) throw new Error(first.reason);
  await actOnToken(supervisor, first.serial, "revocation");
  const again = { ok: false, reason: "already_imported" };
  expect(await importFor(bank, token, amir, clock30)).toEqual(again);
  // The number of one maker may stand on another maker's token, but never with this seed.
  const { manufacturerSerial } = token;
  const other = { ...createHardToken(), manufacturerSerial };
  const elsewhere = await importFor(bank, other, amir, clock30, { manufacturer: "Other" });
  expect(elsewhere.ok).toBe(true);
});

test("R1 one seed is imported once, ever, however its maker and number are spelled and for whomever", async () => {
  const token = createHardToken();
  const first = await importFor(bank, token, zahra, clock30);
  if (!first.ok) throw new Error(first.reason);
  const again = { ok: false, reason: "already_imported" };
  const other = { ...token, manufacturerSerial: `${token.manufacturerSerial}-1` };
  expect(await importFor(bank, token, maryam, clock30, { manufacturer: "JUDGE" })).toEqual(again);
  expect(await importFor(bank, other, maryam, clock30)).toEqual(again);
  await actOnToken(supervisor, first.serial, "revocation");
  expect(await importFor(bank, other, maryam, clock30)).toEqual(again);
});

test("R8 what a file may say wrongly is refused with its reason, and nothing is stored", async () => {
  const tokens = async () =>
    (await database.query<{ count: string }>("select count(*) from tokens")).rows[0]?.count;
  const before = await tokens();
  const owner = { ...people.sara };
  const card = { purpose: "card-second-password", subject: owner.card } as const;
  const cases = [
    [{ ...clock30, kind: "ocra" }, {}, "unknown_kind"],
    [{ ...clock30, hash: "MD5" }, {}, "unknown_hash"],
    [{ ...counter6, lookAhead: 2_000 }, {}, "look_ahead_out_of_range"],
    [{ ...counter6, lookAhead: 9 }, {}, "guessed_too_easily"],
    [{ ...clock30, validitySeconds: 300 }, {}, "guessed_too_easily"],
    [clock30, { seed: new Uint8Array(15) }, "seed_too_short"],
    [clock30, { manufacturer: "" }, "maker_not_named"],
    [clock30, { manufacturerSerial: "x".repeat(65) }, "maker_not_named"],
    [clock30, { nextCounter: 1 }, "start_value_out_of_range"],
    [clock30, { driftSteps: 241 }, "start_value_out_of_range"],
    [counter6, { nextCounter: -1 }, "start_value_out_of_range"],
    [clock30, { links: [card, card] }, "links_do_not_fit"],
    [clock30, { links: [] }, "links_do_not_fit"],
    [clock30, { kind: "account-gateway", links: [card] }, "links_do_not_fit"],
    [clock30, { links: [{ ...card, subject: maryam.card }] }, "subject_not_owned"],
  ] as const;
  for (const [profile, change, reason] of cases) {
    expect(await importFor(bank, createHardToken(), owner, profile, change)).toEqual({
      ok: false,
      reason,
    });
  }
  const nobody = { ...owner, customerId: "C9999" };
  expect(await importFor(bank, createHardToken(), nobody, clock30)).toMatchObject({ ok: false });
  expect(await tokens()).toBe(before);
});

test("the database itself holds an imported token without a phone, and no live one without a seed", async () => {
  const insert = (provenance: string, state: string, seed: Buffer | null, device: string | null) =>
    database.query(
      `insert into tokens (serial, kind, customer_id, state, subject, profile, provenance, manufacturer,
         manufacturer_serial, device_id, sealed_seed, issued_at, issued_by)
       values ($1, 'card', 'C1', $2, '', '{}', $3, $4, $5, $6, $7, now(), 'test')`,
      [
        randomUUID(),
        state,
        provenance,
        provenance === "imported" ? "Judge" : null,
        provenance === "imported" ? randomUUID() : null,
        device,
        seed,
      ],
    );
  const seed = Buffer.alloc(40);
  await insert("imported", "active", seed, null);
  await expect(insert("imported", "active", null, null)).rejects.toThrow("tokens_live_has_seed");
  await expect(insert("imported", "active", seed, randomUUID())).rejects.toThrow("no_phone");
  await expect(insert("imported", "confirming", seed, null)).rejects.toThrow("no_phone");
  await expect(insert("activated", "active", seed, null)).rejects.toThrow("tokens_live_has_device");
});

test("S16 the bank's own one-second tokens learn no drift and do not come back by two codes", async () => {
  const holder = await equip(bank, atm, sara);
  const enter = async (code: string) =>
    (await shop.verify({ purpose: "card-second-password", subject: sara.card, code })).body.outcome;
  for (const age of [0, 121, 131]) {
    const code = await codeFrom(bank, holder);
    bank.clock.advanceSeconds(age);
    expect(await enter(code)).toBe("accepted");
  }
  const old = [await codeFrom(bank, holder), await codeFrom(bank, holder)];
  bank.clock.advanceSeconds(200);
  for (const code of old) expect(await enter(code)).toBe("rejected");
  const { rows } = await database.query(
    `select drift_steps, first_code_step from token_counters
      join tokens on tokens.id = token_id where tokens.serial = $1`,
    [holder.serial],
  );
  expect(rows).toEqual([{ drift_steps: 0, first_code_step: null }]);
});
