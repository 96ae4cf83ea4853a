import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Phone } from "@ramznama/phone";
import { issueCardToken, openChannel, takeToken, type Channel } from "./channel.ts";
import { findToken, openDesk, type Desk } from "./desk.ts";
import { startKillableBank, type KillableBank } from "./killable-bank.ts";
import { quickly } from "./model/quick-http.ts";
import type { Townsman } from "./model/town.ts";
import { withChance } from "./seeded-chance.ts";
import { signInStaff } from "./staff.ts";
import { equipPayer, type SteadyPayer } from "./steady-payer.ts";
import { createTestPhone } from "./test-phone.ts";

const operations = Number(process.env["R3_OPERATIONS"] ?? 600);
const kills = Number(process.env["R3_KILLS"] ?? 10);
const perRound = Math.ceil(operations / kills);
const fallenOf = ["server", "database", "both"] as const;
/** A code a second is all that a token makes, so many payments at once take many payers. */
const payerCount = Math.max(8, Math.ceil(perRound / 6));

let killable: KillableBank;
let atm: Channel;
let bearers: Readonly<Record<"core" | "teller", string>>;
/** Beside the process that gets killed, the test's own server answers on the same database. */
let teller: Desk;
let supervisor: Desk;
let payers: readonly SteadyPayer[];

const takeBearers = async (): Promise<void> => {
  const { bank } = killable;
  atm = await openChannel(bank, "atm");
  teller = await openDesk(bank, "teller");
  supervisor = await openDesk(bank, "supervisor");
  bearers = { core: await takeToken(bank, "core"), teller: await signInStaff(bank, "teller") };
};

beforeAll(
  async () => {
    killable = await startKillableBank();
    await takeBearers();
    const equipped: SteadyPayer[] = [];
    while (equipped.length < payerCount) {
      // A few at a time: this is no trial of load.
      const next = Array.from({ length: 4 }, () => equipPayer(killable, teller, supervisor));
      equipped.push(...(await Promise.all(next)));
    }
    payers = equipped;
  },
  120_000 + payerCount * 10_000,
);

afterAll(() => killable.stop());

/** Undefined: nobody heard what became of it. */
type Heard = string | undefined;

const ask = async (
  caller: "core" | "teller",
  method: string,
  path: string,
  body: object,
): Promise<Record<string, unknown> | undefined> => {
  try {
    const reply = await quickly(
      method,
      `${killable.internalUrl()}${path}`,
      { authorization: `Bearer ${bearers[caller]}` },
      JSON.stringify(body),
    );
    return reply.status < 300 ? (JSON.parse(reply.text) as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
};

interface Payment {
  readonly payer: SteadyPayer;
  readonly code: string;
  readonly reference: string;
  heard: Heard;
}

const pay = async (
  { payer, code }: Pick<Payment, "payer" | "code">,
  reference: string = randomUUID(),
): Promise<Heard> => {
  const body = await ask("core", "POST", "/bank/v1/verifications", {
    purpose: "account-password",
    subject: payer.person.account,
    code,
    transactionReference: reference,
  });
  return body && String(body["reason"] ?? body["outcome"]);
};

/** Payments of one payer, one after the other, until one is not answered. */
const payOften = async (
  payer: SteadyPayer,
  count: number,
  answered: () => void,
): Promise<readonly Payment[]> => {
  const payments: Payment[] = [];
  for (let made = 0; made < count && payer.codesLeft() > 0; made += 1) {
    const payment: Payment = {
      payer,
      code: payer.nextCode(),
      reference: randomUUID(),
      heard: undefined,
    };
    payments.push(payment);
    payment.heard = await pay(payment, payment.reference);
    answered();
    if (payment.heard === undefined) break;
  }
  return payments;
};

/** So many pay at once; the others come after them. */
const laneCount = 8;

/** Every payer makes its payments, until one is not answered. */
const payAll = async (
  countOf: (payer: SteadyPayer) => number,
  answered: () => void,
): Promise<readonly Payment[]> => {
  const lanes = Array.from({ length: laneCount }, async (_, lane) => {
    const payments: Payment[] = [];
    for (let at = lane; at < payers.length; at += laneCount) {
      const payer = payers[at];
      if (payer === undefined) break;
      payments.push(...(await payOften(payer, countOf(payer), answered)));
      if (payments.at(-1)?.heard === undefined && payments.length > 0) break;
    }
    return payments;
  });
  return (await Promise.all(lanes)).flat();
};

/** Settled payer by payer, each in the order of its codes. */
const settleAll = async (payments: readonly Payment[]): Promise<void> => {
  for (const payer of payers) await settlePayments(payments.filter((one) => one.payer === payer));
};

interface Holder {
  readonly phone: Phone;
  readonly person: Townsman;
  readonly serial: string;
  readonly code: string;
  id: string;
}

/** A phone that reaches the process that gets killed, wherever that listens after its next start. */
const prepareHolder = async (): Promise<Holder> => {
  const { bank, town } = killable;
  const phone = createTestPhone(bank, {
    fetch: (address, init) => fetch(address.replace(bank.publicUrl(), killable.publicUrl()), init),
  });
  const person = town.newPerson();
  const { nationalId, mobile } = person;
  expect(await phone.startRegistration({ nationalId, mobile })).toMatchObject({ ok: true });
  const typed = await town.registrationCode(mobile, 1);
  expect(await phone.confirmRegistration(typed)).toMatchObject({ ok: true });
  const { serial } = await issueCardToken(atm, person.cards[0]);
  return { phone, person, serial, code: await town.activationCode(mobile, 1), id: "" };
};

const entryOf = ({ person, serial, code }: Holder) =>
  ({ kind: "card", cardNumber: person.cards[0], serial, code }) as const;

/** What the customer does when nothing came back: the phone goes on with what it has, or asks once more. */
const settleActivation = async (holder: Holder): Promise<void> => {
  const { phone, serial } = holder;
  for (const outcome of await phone.resume()) expect(outcome).toMatchObject({ ok: true });
  const listed = (await phone.tokens()).find((token) => token.serial === serial);
  if (listed?.state === "active") {
    holder.id = listed.id;
    return;
  }
  const again = await phone.activate(entryOf(holder));
  if (!again.ok) throw new Error(`the card is stuck: ${JSON.stringify(again)}`);
  holder.id = again.id;
};

const triesMax = 30;

/** After a fall, or on a machine that is busy beyond its time-outs, an answer may take several questions. */
const untilAnswered = async <T>(question: () => Promise<T | undefined>): Promise<T> => {
  for (let tries = 0; tries < triesMax; tries += 1) {
    const answer = await question().catch(() => undefined);
    if (answer !== undefined) return answer;
  }
  throw new Error("no answer came although everything is up again");
};

const stateOf = (serial: string): Promise<string> =>
  untilAnswered(async () => (await findToken(supervisor, serial)).state);

/**
 * What was not answered is asked again with the same references until each has one definite answer; the last heard
 * one, before which every code is too old anyway, is tried again with them.
 */
const settlePayments = async (payments: readonly Payment[]): Promise<void> => {
  const heard = payments.filter((payment) => payment.heard !== undefined);
  for (const payment of heard) expect(payment.heard).toBe("accepted");
  const last = heard.at(-1);
  if (last !== undefined) {
    // Before anything else: had the fall taken what was acknowledged, this code would be good again.
    expect(await untilAnswered(() => pay(last))).toBe("not_accepted");
    expect(await untilAnswered(() => pay(last, last.reference))).toBe("accepted");
  }
  for (const payment of payments.filter((one) => one.heard === undefined)) {
    // The same reference tells what became of it and spends nothing more.
    expect(await untilAnswered(() => pay(payment, payment.reference))).toBe("accepted");
    // Heard or not: the code is used.
    expect(await untilAnswered(() => pay(payment))).toBe("not_accepted");
  }
};

const linksWanted = (payer: SteadyPayer, login: boolean) => ({
  gatewayLogin: login,
  accounts: [payer.person.account],
});

const linkedPurposes = ({ serial }: SteadyPayer): Promise<readonly string[]> =>
  untilAnswered(async () =>
    (await findToken(supervisor, serial)).links.map(({ purpose }) => purpose).sort(),
  );

test(
  "R3 kill -9 of server and database at any moment loses nothing acknowledged, and no code is accepted twice",
  { timeout: 7_200_000 },
  withChance("R3_SEED", async (chance) => {
    let done = 0;
    let falls = 0;
    let interrupted = 0;
    const holders: Holder[] = [];
    for (let round = 0; round < kills || done < operations; round += 1) {
      falls += 1;
      // Access tokens live for minutes.
      if (round % 20 === 19) await takeBearers();
      const perPayer = Math.ceil((perRound - 4) / payerCount);
      const arriving = await prepareHolder();
      const [leaving, revoked] = holders.splice(0, holders.length > 2 ? 2 : 0);
      const linked = payers[round % payerCount];
      if (linked === undefined) throw new Error("there are no payers");
      const login = Math.floor(round / payerCount) % 2 === 1;
      const revocation = { requestReference: randomUUID() };

      // Activation, payments, deletion, revocation and a change of links are under way when the blow falls.
      const heard: { activated?: boolean; told?: boolean; ended?: boolean; linked?: boolean } = {};
      let answers = 0;
      const blowAt = chance.between(0, payerCount * perPayer);
      const { promise: blow, resolve: strike } = Promise.withResolvers<undefined>();
      const answered = (): void => {
        answers += 1;
        if (answers > blowAt) strike(undefined);
      };
      const paying = payAll(() => perPayer, answered);
      const revoke = (serial: string) =>
        ask("teller", "POST", `/staff/v1/tokens/${serial}/revocation`, revocation);
      const link = () =>
        ask("teller", "PUT", `/staff/v1/tokens/${linked.serial}/links`, linksWanted(linked, login));
      await killable.killDuring(
        [
          paying,
          arriving.phone.activate(entryOf(arriving)).then((outcome) => {
            heard.activated = outcome.ok;
          }),
          ...(leaving
            ? [
                leaving.phone.deleteToken(leaving.id).then((deleted) => {
                  heard.told = deleted.ok && deleted.told;
                }),
              ]
            : []),
          ...(revoked
            ? [revoke(revoked.serial).then((body) => (heard.ended = body !== undefined))]
            : []),
          link().then((body) => (heard.linked = body !== undefined)),
        ],
        { blow, fallen: fallenOf[chance.between(0, 3)] ?? "both" },
      );

      // What was acknowledged stands already, before anybody asks again.
      const purposes = login ? ["account-password", "gateway-login"] : ["account-password"];
      if (heard.told === true && leaving) expect(await stateOf(leaving.serial)).toBe("ended");
      if (heard.ended === true && revoked) expect(await stateOf(revoked.serial)).toBe("ended");
      if (heard.linked === true) expect(await linkedPurposes(linked)).toEqual(purposes);
      if (heard.activated === true) expect(await stateOf(arriving.serial)).not.toBe("issued");

      const payments = await paying;
      await settleAll(payments);
      // And life goes on: each pays what is left of its share.
      const rest = await payAll(
        (payer) => perPayer - payments.filter((one) => one.payer === payer).length,
        () => undefined,
      );
      await settleAll(rest);
      await settleActivation(arriving);
      expect(await stateOf(arriving.serial)).toBe("active");
      holders.push(arriving);
      if (leaving) {
        expect(await leaving.phone.synchronise()).toMatchObject({ ok: true });
        expect(await stateOf(leaving.serial)).toBe("ended");
      }
      if (revoked) {
        expect(await untilAnswered(() => revoke(revoked.serial))).toMatchObject({ state: "ended" });
        expect(await stateOf(revoked.serial)).toBe("ended");
      }
      await untilAnswered(link);
      expect(await linkedPurposes(linked)).toEqual(purposes);

      done += payments.length + rest.length + 2 + (leaving ? 1 : 0) + (revoked ? 1 : 0);
      interrupted += payments.filter((payment) => payment.heard === undefined).length;
      interrupted += heard.activated === true ? 0 : 1;
    }

    // Otherwise the blows fell beside the work and nothing was shown.
    expect(interrupted).toBeGreaterThan(0);
    for (const holder of holders) expect(await stateOf(holder.serial)).toBe("active");
    process.stdout.write(`R3: ${done} operations, ${falls} kills, ${interrupted} unanswered\n`);
  }),
);
