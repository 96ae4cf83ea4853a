import { randomUUID } from "node:crypto";
import type { Purpose } from "@ramznama/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openChannel, type Channel } from "./channel.ts";
import {
  actOnToken,
  findToken,
  issueAccountToken,
  linkByTwo,
  openDesk,
  type Desk,
} from "./desk.ts";
import { codeFrom, equip } from "./equipped-phone.ts";
import { morePeople } from "./more-people.ts";
import { startRestorableBank, type RestorableBank } from "./restorable-bank.ts";
import { readActivationCode } from "./sms.ts";
import type { TestBank } from "./test-bank.ts";
import { people } from "./test-phone.ts";

const { sara, reza, maryam } = people;
const { ali, amir } = morePeople;

let restorable: RestorableBank;
let bank: TestBank;
let atm: Channel;
let shop: Channel;
let internetBank: Channel;
let teller: Desk;
let supervisor: Desk;

beforeAll(async () => {
  restorable = await startRestorableBank();
  bank = restorable.bank;
  atm = await openChannel(bank, "atm");
  shop = await openChannel(bank, "shop");
  internetBank = await openChannel(bank, "internet-bank");
  teller = await openDesk(bank, "teller");
  supervisor = await openDesk(bank, "supervisor");
});

afterAll(() => restorable.stop());

interface Entry {
  readonly channel: Channel;
  readonly purpose: Purpose;
  readonly subject: string;
  readonly code: string;
  readonly transactionReference: string;
}

/** Whatever was accepted, to be sent again after a restore. */
const accepted: Entry[] = [];

const entryOf = (
  owner: { readonly card: string },
  code: string,
  transactionReference: string = randomUUID(),
): Entry => ({
  channel: shop,
  purpose: "card-second-password",
  subject: owner.card,
  code,
  transactionReference,
});

const ask = async ({ channel, ...entry }: Entry): Promise<string> => {
  const { body } = await channel.verify(entry);
  if (body.outcome !== "accepted") return body.reason;
  // What the backup remembers of this very transaction is told again and accepts nothing.
  return body.replayed === true ? "told again" : "accepted";
};

const spend = async (entry: Entry): Promise<void> => {
  expect(await ask(entry)).toBe("accepted");
  accepted.push(entry);
};

/** Every accepted code, with its own reference and with a new one: how often was one accepted again? */
const replayAll = async (): Promise<number> => {
  let again = 0;
  for (const entry of accepted) {
    if ((await ask(entry)) === "accepted") again += 1;
    if ((await ask({ ...entry, transactionReference: randomUUID() })) === "accepted") again += 1;
  }
  return again;
};

const reportLines = async (): Promise<readonly Record<string, unknown>[]> => {
  const { output } = await restorable.ramznama("recover", "--report", "--json");
  return output
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
};

const reported = async (standing: string): Promise<readonly string[]> =>
  (await reportLines())
    .filter((line) => line["type"] === "finding" && line["standing"] === standing)
    .map((line) =>
      [line["finding"], line["customer"], line["serial"] ?? ""].map(String).join(" ").trim(),
    )
    .sort();

const block = async (owner: { readonly card: string }): Promise<void> => {
  const content = { cardNumber: owner.card, requestReference: randomUUID() };
  expect((await atm.post("/bank/v1/token-blocks", content)).status).toBe(200);
};

const equipAccount = async (owner: typeof maryam) => {
  const equipped = await equip(bank, atm, owner);
  const { serial } = await issueAccountToken(teller, owner.customerId);
  const code = await readActivationCode(bank, owner.mobile);
  const outcome = await equipped.phone.activate({ kind: "account-gateway", serial, code });
  if (!outcome.ok) throw new Error("the account token was not activated");
  const links = { gatewayLogin: true, accounts: [] };
  expect((await teller.put(`/staff/v1/tokens/${serial}/links`, links)).status).toBe(200);
  return { ...equipped, id: outcome.id, serial };
};

test(
  "after a restore nothing that was used is accepted again, and what the backup forgot is done again or listed",
  { timeout: 300_000 },
  async () => {
    const holders = {
      sara: await equip(bank, atm, sara),
      reza: await equip(bank, atm, reza),
      amir: await equip(bank, atm, amir),
      maryam: await equipAccount(maryam),
    };
    await spend(entryOf(sara, await codeFrom(bank, holders.sara)));
    await restorable.backUp();

    await spend(entryOf(sara, await codeFrom(bank, holders.sara)));
    await spend(entryOf(sara, await codeFrom(bank, holders.sara)));
    await spend(entryOf(reza, await codeFrom(bank, holders.reza)));
    await spend({
      ...entryOf(maryam, await codeFrom(bank, holders.maryam)),
      channel: internetBank,
      purpose: "gateway-login",
      subject: maryam.gatewayLogin,
    });
    expect((await actOnToken(supervisor, holders.reza.serial, "revocation")).status).toBe(200);
    await block(amir);
    const links = { gatewayLogin: false, accounts: [maryam.account] };
    await linkByTwo(teller, supervisor, holders.maryam.serial, links);
    const forgotten = await equip(bank, atm, ali);
    await spend(entryOf(ali, await codeFrom(bank, forgotten)));
    const shownBefore = await codeFrom(bank, holders.sara);

    await restorable.restore();

    expect(await replayAll()).toBe(0);
    // A code that was made and not yet used lies below the floor as well, and costs its owner nothing.
    expect(await ask(entryOf(sara, shownBefore))).toBe("not_accepted");
    bank.clock.advanceSeconds(11);
    await spend(entryOf(sara, await codeFrom(bank, holders.sara)));

    expect((await findToken(supervisor, holders.reza.serial)).state).toBe("ended");
    expect(await ask(entryOf(reza, await codeFrom(bank, holders.reza)))).toBe("no_active_token");
    expect(await ask(entryOf(amir, await codeFrom(bank, holders.amir)))).toBe("no_active_token");
    expect((await findToken(supervisor, holders.maryam.serial)).links).toEqual([]);

    expect(await reported("applied")).toEqual([
      "block C1008",
      `link-ended C1003 ${holders.maryam.serial}`,
      `revocation C1002 ${holders.reza.serial}`,
      `suspension C1008 ${holders.amir.serial}`,
    ]);
    expect(await reported("open")).toEqual([
      `activation-forgotten C1004 ${forgotten.serial}`,
      "device-forgotten C1004",
      `link-forgotten C1003 ${holders.maryam.serial}`,
      `link-forgotten C1004 ${forgotten.serial}`,
    ]);
    const { exitCode, output } = await restorable.ramznama("recover", "--report");
    expect(exitCode).toBe(3);
    expect(output).toContain("the customer must enrol again");
    expect(output).toContain("the database is older than when it was last seen");
  },
);

test(
  "the same backup restored once more lets nothing of either history through",
  { timeout: 300_000 },
  async () => {
    await restorable.restore();
    expect(await replayAll()).toBe(0);
    const causes = (await reportLines()).find((line) => line["type"] === "recovery")?.["causes"];
    expect(causes).toContain("generation-lost");
    expect(await reported("applied")).toHaveLength(4);
    expect(await reported("open")).toHaveLength(4);
    expect((await restorable.ramznama("recover", "--done")).exitCode).toBe(0);
    expect(await restorable.ramznama("recover")).toMatchObject({ exitCode: 0 });
  },
);

test(
  "a server that finds all in step sets no floor: a code made before its start is accepted after it",
  { timeout: 120_000 },
  async () => {
    bank.clock.advanceSeconds(200);
    const holder = await equip(bank, atm, sara);
    const code = await codeFrom(bank, holder);
    await bank.restartServer();
    await spend(entryOf(sara, code));
  },
);

test(
  "a server whose database changes under it lets no connection through before the floor is set",
  { timeout: 120_000 },
  async () => {
    const holder = await equip(bank, atm, reza);
    await restorable.backUp();
    accepted.length = 0;
    for (let times = 0; times < 5; times += 1) {
      await spend(entryOf(reza, await codeFrom(bank, holder)));
    }
    await bank.drain();
    await restorable.swapUnderServer();
    // All at once, so that many connections are opened at the same moment.
    const answers = await Promise.all(
      accepted.map((entry) => ask({ ...entry, transactionReference: randomUUID() })),
    );
    expect(answers.filter((answer) => answer === "accepted")).toEqual([]);
    bank.clock.advanceSeconds(11);
    await expect
      .poll(async () => ask(entryOf(reza, await codeFrom(bank, holder))))
      .toBe("accepted");
  },
);

test(
  "activation codes from before a restore are void, used or not, and a code sent again activates",
  { timeout: 120_000 },
  async () => {
    const { phone } = await equip(bank, atm, sara);
    const unused = await issueAccountToken(teller, sara.customerId);
    const unusedCode = await readActivationCode(bank, sara.mobile);
    const { serial } = await issueAccountToken(teller, sara.customerId);
    const code = await readActivationCode(bank, sara.mobile);
    await restorable.backUp();
    expect(await phone.activate({ kind: "account-gateway", serial, code })).toMatchObject({
      ok: true,
    });
    await restorable.restore();
    expect(await reported("open")).toContain(`activation-forgotten C1001 ${serial}`);
    expect((await findToken(supervisor, serial)).state).toBe("issued");
    const late = { kind: "account-gateway", serial: unused.serial, code: unusedCode } as const;
    expect(await phone.activate(late)).toMatchObject({
      reason: "refused",
      code: "activation_code_expired",
    });
    await teller.post(`/staff/v1/tokens/${unused.serial}/activation-codes`, {
      requestReference: randomUUID(),
    });
    const fresh = await readActivationCode(bank, sara.mobile);
    expect(await phone.activate({ ...late, code: fresh })).toMatchObject({ ok: true });
  },
);
