import { randomBytes, randomUUID, webcrypto } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asUnixMilliseconds } from "@ramznama/activation";
import type { IssuedToken } from "@ramznama/contract";
import { createPhone, decideEntryPassword, type Vault } from "@ramznama/phone";
import { leastParameters, openPhoneFolder, type PhoneFolder } from "@ramznama/terminal-phone";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ask, bearer } from "./ask.ts";
import { issueCardToken, openChannel, type Channel } from "./channel.ts";
import { openConsole, type ConsoleBrowser } from "./console-browser.ts";
import { setCoreBanking, setInbox } from "./core-banking.ts";
import { dumpDatabase } from "./database-content.ts";
import { watchNetwork, type NetworkWatch } from "./network-watch.ts";
import { askForLinks, decide, linkByTwo, openDesk, openDeskWith, seeIdentity } from "./desk.ts";
import { createOpenPhone, type OpenPhone } from "./open-phone.ts";
import { findSecrets, formsOf, secretKey, secretText, type Secret } from "./secret-forms.ts";
import { readActivationCode, readRegistrationCode } from "./sms.ts";
import { signIn } from "./staff.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { people, registerPhone, takeCode, type TestPerson } from "./test-phone.ts";
import { unsealKeys } from "./unsealed-keys.ts";

/*
 * Not searched, because the secret belongs there: the key files (mode 0600), the sandbox's SMS inbox, which stands
 * for the customers' phones, and the redirect of the sign-in, whose one-time code is the provider's own protocol.
 */

const entryPassword = "Derakht-e-sib-1403";

let bank: TestBank;
let network: NetworkWatch;
let atm: Channel;
let shop: Channel;
let internetBank: Channel;
let teller: string;
let phoneFolder: string;
let folder: PhoneFolder;
const secrets = new Map<string, Secret>();

const register = (secret: Secret): void => {
  secrets.set(secret.bytes.toString("hex"), secret);
};

const keep = (name: string, text: string): string => {
  register(secretText(name, text));
  return text;
};

/** Seeds of activated tokens, and what an unanswered activation holds. */
const keepVault = async (vault: Vault): Promise<void> => {
  for (const { value } of await vault.list("codeKey")) {
    register(secretKey("a code key", Buffer.from(value).toString("base64url")));
  }
  for (const { value } of await vault.list("activation")) {
    register(secretKey("a seed export", value.seedExport));
    register(secretKey("a reply export", value.replyExport));
    register(secretKey("a phone's private key", value.skE));
  }
  for (const { value } of await vault.list("owed")) {
    register(secretKey("a confirmation", value.confirmation));
  }
};

beforeAll(async () => {
  network = watchNetwork();
  bank = await startTestBank();
  atm = await openChannel(bank, "atm");
  shop = await openChannel(bank, "shop");
  internetBank = await openChannel(bank, "internet-bank");
  const signedIn = await signIn(bank, "teller");
  teller = signedIn.accessToken;
  keep("an identity token", signedIn.idToken);
  for (const client of ["atm", "shop", "internet-bank", "core", "ramznama", "sandbox-operator"]) {
    keep(`the secret of ${client}`, `sandbox-${client}`);
  }
  keep("the password of teller", "sandbox-teller");
  keep("the entry password", entryPassword);
  for (const { card, nationalId } of [people.sara, people.reza, people.maryam]) {
    keep("a card number", card);
    keep("a national id", nationalId);
  }
  phoneFolder = await mkdtemp(join(tmpdir(), "ramznama-r10-"));
});

afterAll(async () => {
  network.stop();
  folder.close();
  await bank.stop();
  await rm(phoneFolder, { recursive: true });
});

const staff = async <T>(method: string, path: string, body: object): Promise<T> => {
  const text = JSON.stringify(body);
  const reply = await ask(bank, {
    listener: "internal",
    method,
    path,
    headers: bearer(teller),
    text,
  });
  if (reply.status >= 300) throw new Error(`${path} answered ${reply.text}`);
  return JSON.parse(reply.text) as T;
};

const activationCode = async ({ mobile }: TestPerson): Promise<string> =>
  keep("an activation code", await readActivationCode(bank, mobile));

/** Registered after a wrong code, as people do. */
const registerClumsily = async (phone: OpenPhone["phone"], person: TestPerson): Promise<void> => {
  await phone.startRegistration(person);
  const code = keep("a registration code", await readRegistrationCode(bank, person.mobile));
  const wrong = keep("a wrong registration code", code.startsWith("1") ? "271828" : "141421");
  expect(await phone.confirmRegistration(wrong)).toMatchObject({ ok: false });
  expect(await phone.confirmRegistration(code)).toMatchObject({ ok: true });
};

const code = async (phone: OpenPhone["phone"], id: string): Promise<string> => {
  bank.clock.advanceSeconds(130);
  return keep("a dynamic password", await takeCode(phone, id));
};

test("R10 the card's way: issue, codes wrong and right, an answer lost, payments taken and refused, deletion", async () => {
  const sara = createOpenPhone(bank);
  await registerClumsily(sara.phone, people.sara);
  const { serial } = await issueCardToken(atm, people.sara.card);
  const dead = await activationCode(people.sara);
  await atm.post(`/bank/v1/tokens/${serial}/activation-codes`, { requestReference: randomUUID() });
  const alive = await activationCode(people.sara);
  const typed = { kind: "card", cardNumber: people.sara.card, serial } as const;
  expect(await sara.phone.activate({ ...typed, code: dead })).toMatchObject({ ok: false });

  sara.hold(/activations$/);
  expect(await sara.phone.activate({ ...typed, code: alive })).toMatchObject({ reason: "waiting" });
  await keepVault(sara.vault);
  sara.hold(/confirmation$/);
  expect(await sara.phone.resume()).toMatchObject([{ state: "confirming" }]);
  await keepVault(sara.vault);
  sara.release();
  const [active] = await sara.phone.resume();
  if (active?.ok !== true) throw new Error("the activation did not end well");
  await keepVault(sara.vault);

  const good = await code(sara.phone, active.id);
  const entry = { purpose: "card-second-password", subject: people.sara.card, code: good } as const;
  const transactionReference = randomUUID();
  const first = await shop.verify({ ...entry, transactionReference });
  expect(first.body).toMatchObject({ outcome: "accepted" });
  await shop.verify({ ...entry, transactionReference });
  await shop.verify({ ...entry, transactionReference, origin: "another" });
  await shop.verify(entry);
  for (let tries = 0; tries < 7; tries += 1) {
    const guess = keep("a guess", String(randomBytes(4).readUInt32BE() % 1e8).padStart(8, "3"));
    await shop.verify({ ...entry, code: guess, origin: "terminal-1" });
  }
  expect(await sara.phone.deleteToken(active.id)).toMatchObject({ ok: true, told: true });
});

test("R10 the account's way, on a phone in a folder: issue at a branch, link, log in, pay", async () => {
  const platform = {
    subtle: webcrypto.subtle,
    random: (length: number) => new Uint8Array(randomBytes(length)),
    fetch: (address: string, init: RequestInit) => fetch(address, init),
    clock: {
      now: () => asUnixMilliseconds(bank.clock.now()),
      monotonic: () => bank.clock.now(),
    },
  };
  const derivation = leastParameters;
  folder = await openPhoneFolder({ platform, path: phoneFolder, derivation });
  const password = decideEntryPassword(entryPassword);
  if (!password.ok) throw new Error("the entry password is not one");
  const vault = await folder.createVault(password.value);
  const phone = createPhone({
    platform,
    server: bank.publicUrl(),
    releaseKey: bank.releaseKey,
    activationPlatform: "app",
    vault,
    keys: folder.keys,
  });
  await registerPhone(bank, phone, people.reza);
  keep("a registration code", await readRegistrationCode(bank, people.reza.mobile));
  const issued = await staff<IssuedToken>("POST", "/staff/v1/tokens", {
    kind: "account-gateway",
    customerId: people.reza.customerId,
    requestReference: randomUUID(),
  });
  // Not approved at first: full account numbers wait for a second person under seal.
  const desks = [openDeskWith(bank, teller), await openDesk(bank, "supervisor")] as const;
  keep("an account number", people.reza.account);
  keep("an account number", people.reza.jointAccount);
  const wanted = { gatewayLogin: true, accounts: [people.reza.account] };
  await linkByTwo(...desks, issued.serial, wanted);
  const more = { ...wanted, accounts: [people.reza.account, people.reza.jointAccount] };
  const waiting = await askForLinks(desks[0], issued.serial, more);
  const card = people.reza.card.replaceAll(/(?<=.)(?=.)/g, " ");
  expect((await decide(desks[1], waiting.body.approval, "reject", { note: card })).status).toBe(
    400,
  );
  await seeIdentity(desks[0], people.reza.customerId);
  const activated = await phone.activate({
    kind: "account-gateway",
    serial: issued.serial,
    code: await activationCode(people.reza),
  });
  if (!activated.ok) throw new Error("the activation was refused");
  await keepVault(vault);
  for (const [purpose, subject] of [
    ["gateway-login", people.reza.gatewayLogin],
    ["account-password", people.reza.account],
  ] as const) {
    const answer = await internetBank.verify({
      purpose,
      subject,
      code: await code(phone, activated.id),
    });
    expect(answer.body).toMatchObject({ outcome: "accepted" });
  }
  await folder.unlock(keep("a wrong entry password", "Derakht-e-golabi-99"));
});

/** Past the watch, since these addresses are the test's own sin; what the server makes of them is searched. */
const sinAgainst = async (path: string, init: RequestInit): Promise<void> => {
  const response = await network.unwatched(`${bank.internalUrl()}${path}`, init);
  mistakes.push(await response.text());
};
const mistakes: string[] = [];

test("R10 mistakes of every kind, with secrets where they do not belong", async () => {
  const card = people.maryam.card;
  const post = (body: string, headers: Record<string, string> = {}): RequestInit => ({
    method: "POST",
    headers: { ...bearer(atm.token), "content-type": "application/json", ...headers },
    body,
  });
  const slip = keep(
    "a mistyped card number",
    card.replace(/.$/, (digit) => (digit === "1" ? "2" : "1")),
  );
  const request = { kind: "card", cardNumber: slip, requestReference: randomUUID() };
  await sinAgainst("/bank/v1/tokens", post(JSON.stringify(request)));
  await sinAgainst("/bank/v1/tokens", post(JSON.stringify({ ...request, [card]: card })));
  await sinAgainst("/bank/v1/tokens", post(`{"cardNumber":"${card}"`));
  await sinAgainst("/bank/v1/tokens", post(card, { "content-type": card }));
  await sinAgainst("/bank/v1/tokens", post(`"${card.repeat(5_000)}"`));
  await sinAgainst(`/bank/v1/tokens/${card}`, post("{}"));
  await sinAgainst(`/bank/v1/tokens/${card}/activation-codes?card=${card}`, post("{}"));
  await sinAgainst(`/bank/v1/tokens/${card.repeat(12)}/activation-codes`, post("{}"));
  await sinAgainst(`/bank/v1/tokens/%zz${card}/activation-codes`, post("{}"));
  await sinAgainst(`/staff/v1/tokens?serial=${card}&${card}=1`, { headers: bearer(teller) });
  await sinAgainst("/staff/v1/tokens", { headers: bearer(`${atm.token.slice(0, -4)}AAAA`) });
  await sinAgainst("/staff/v1/tokens", { headers: { authorization: `Basic ${btoa(card)}` } });
  await sinAgainst("/staff/v1/tokens", { headers: { cookie: atm.token, referer: card } });
  for (const mode of ["down", "nonsense"] as const) {
    await setCoreBanking(bank, mode);
    const cardNumber = card;
    await sinAgainst("/bank/v1/tokens", post(JSON.stringify({ ...request, cardNumber })));
  }
  await setCoreBanking(bank, "normal");
  await setInbox(bank, "down");
  await issueCardToken(atm, card);
  await bank.drain().catch(() => undefined);
  await setInbox(bank, "normal");
  bank.clock.advanceSeconds(3_600);
  await activationCode(people.maryam);
  const unknown = await atm.post("/bank/v1/tokens", {
    kind: "card",
    cardNumber: keep("an unknown card number", "6280231234567898"),
    requestReference: randomUUID(),
  });
  expect(unknown.status).toBe(404);
  expect(mistakes.length).toBeGreaterThan(14);
});

test("R10 the console's way: signed in, the cookie changed, a copy of the old one shown, signed out, one left open", async () => {
  const keepCookie = (value: string): void => {
    const bytes = Buffer.from(value, "base64url");
    keep("a console's cookie", value);
    register(secretKey("a session's handle", bytes.subarray(0, 16).toString("base64url")));
    register(secretKey("a session's secret", bytes.subarray(16).toString("base64url")));
  };
  const show = async (browser: ConsoleBrowser): Promise<number> =>
    (await browser.ask("GET", "/staff/v1/session")).status;
  const browser = openConsole(bank);
  await browser.signIn("teller");
  const first = browser.cookie() ?? "";
  bank.clock.advanceSeconds(300);
  expect(await show(browser)).toBe(200);
  expect(await show(browser)).toBe(200);
  bank.clock.advanceSeconds(31);
  const second = browser.cookie() ?? "";
  browser.useCookie(first);
  expect(await show(browser)).toBe(401);
  await browser.signIn("teller");
  const third = browser.cookie() ?? "";
  await browser.ask("POST", "/sign-out");
  await browser.signIn("teller");
  for (const cookie of [first, second, third, browser.cookie() ?? ""]) keepCookie(cookie);
  for (const pending of browser.seen) keep("a console's cookie", pending);
  keep("the secret of branch-console", "sandbox-branch-console");
});

const phoneFiles = async (): Promise<string> => {
  const names = (await readdir(phoneFolder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const files = await Promise.all(names.map((name) => readFile(name)));
  return files.map((file) => `${file.toString("utf8")}\n${file.toString("hex")}`).join("\n");
};

const dumped = async (): Promise<string> =>
  [...(await dumpDatabase(bank.databaseUrl))]
    .flatMap(([table, rows]) => [table, ...rows])
    .join("\n");

const searched = async (): Promise<Readonly<Record<string, string>>> => ({
  "the logs of server and sandbox": bank.log(),
  "the database": await dumped(),
  "the problems": [...network.problems, ...mistakes].join("\n"),
  "the addresses": network.addresses.join("\n"),
  "the phone's folder": await phoneFiles(),
});

test("R10 no secret of the run stands in logs, database, problems, addresses or on the phone's disk, in any dress", async () => {
  const unsealed = await unsealKeys(bank);
  for (const secret of unsealed.secrets) register(secret);
  for (const credential of network.credentials) keep("a bearer token or a proof", credential);
  // What was searched for is what the server really holds.
  const known = new Set([...secrets.keys()]);
  for (const seed of unsealed.seeds) {
    expect(known.has(Buffer.from(seed, "base64url").toString("hex"))).toBe(true);
  }
  expect(unsealed.seeds.length).toBeGreaterThan(0);
  expect(secrets.size).toBeGreaterThan(60);
  // The server's own requests are among the watched ones.
  const addresses = network.addresses.join("\n");
  for (const path of ["/core/v1/customer-lookups", "/inbox/api/messages", "/oidc/jwks"]) {
    expect(addresses).toContain(path);
  }
  for (const [place, text] of Object.entries(await searched())) {
    expect(text.length).toBeGreaterThan(1_000);
    expect([place, findSecrets(text, [...secrets.values()])]).toEqual([place, []]);
  }
});

test("R10 the search finds each secret in each dress, alone and within other text", () => {
  for (const secret of secrets.values()) {
    for (const { how, text } of formsOf(secret)) {
      const found = findSecrets(`{"detail":"${text}","x":1}`, [secret]);
      expect(found).toContain(`${secret.name}, ${how}`);
    }
  }
  const [secret] = secrets.values();
  if (secret === undefined) throw new Error("nothing was registered");
  for (const shift of [0, 1, 2]) {
    const blob = Buffer.concat([randomBytes(30 + shift), secret.bytes, randomBytes(31)]);
    expect(findSecrets(blob.toString("base64url"), [secret])).not.toEqual([]);
    expect(findSecrets(blob.toString("hex"), [secret])).not.toEqual([]);
  }
});

test("R10 a seed, a code and a card number planted in the real database are found there", async () => {
  const seed = [...secrets.values()].find(({ name }) => name === "a code key");
  const password = [...secrets.values()].find(({ name }) => name === "a dynamic password");
  if (seed === undefined || password === undefined) throw new Error("nothing was registered");
  const client = new pg.Client({ connectionString: bank.databaseUrl });
  await client.connect();
  const details = { note: `code ${password.bytes.toString()}`, card: people.sara.card };
  await client.query(
    "insert into audit_events (at, type, actor_kind, actor, details) values (now(), 'planted', 'system', 'test', $1)",
    [JSON.stringify(details)],
  );
  await client.query(
    "insert into daily_limits (subject_digest, act, day, count) values ($1, 'planted', '2026-01-01', 1)",
    [seed.bytes],
  );
  await client.end();
  const found = findSecrets(await dumped(), [...secrets.values()]).join("\n");
  for (const name of [
    "a code key, hex",
    "a dynamic password, as it is",
    "a card number, as it is",
  ]) {
    expect(found).toContain(name);
  }
});
