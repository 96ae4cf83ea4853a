import { afterAll, beforeAll, expect, test } from "vitest";
import pg from "pg";
import type { Phone } from "@ramznama/phone";
import type { Shot } from "./channel-process.ts";
import { startChannelProcesses, type ChannelProcesses } from "./channel-processes.ts";
import { openChannel, takeToken } from "./channel.ts";
import { issueAccountToken, linkByTwo, openDesk } from "./desk.ts";
import { activateManyCards, loadZahra, type ActiveCard } from "./many-cards.ts";
import { withChance } from "./seeded-chance.ts";
import { startServerProcess, type ServerProcess } from "./server-process.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { machineClock } from "./test-clock.ts";
import { createTestPhone } from "./test-phone.ts";
import { readActivationCode } from "./sms.ts";

const rounds = Number(process.env["R1_ROUNDS"] ?? 200);
const parallelMax = 64;

let bank: TestBank;
let servers: readonly ServerProcess[];
let senders: ChannelProcesses;
let phone: Phone;
let cards: readonly ActiveCard[];
/** In the phone: the token of Zahra's login and account. */
let accountId: string;
let token: string;

beforeAll(async () => {
  bank = await startTestBank({ clock: machineClock });
  phone = createTestPhone(bank);
  cards = await activateManyCards(bank, await openChannel(bank, "atm"), phone, 30);
  accountId = await activateLinkedToken();
  token = await takeToken(bank, "core");
  // Sign-ins come from many network addresses, or the refused ones would soon make their own address wait.
  const environment = { ...bank.environment, TRUSTED_PROXIES: "127.0.0.1,::1" };
  servers = await Promise.all([startServerProcess(environment), startServerProcess(environment)]);
  senders = startChannelProcesses(2);
});

afterAll(async () => {
  senders.stop();
  for (const server of servers) await server.stop();
  await bank.stop();
});

const gatewayLogin = "zahra.ghasemi";
const account = "2084352003920";

const activateLinkedToken = async (): Promise<string> => {
  const { customerId, mobile } = await loadZahra();
  const teller = await openDesk(bank, "teller");
  const supervisor = await openDesk(bank, "supervisor");
  const { serial } = await issueAccountToken(teller, customerId);
  const code = await readActivationCode(bank, mobile);
  const activated = await phone.activate({ kind: "account-gateway", serial, code });
  if (!activated.ok) throw new Error(`activation was refused: ${JSON.stringify(activated)}`);
  await linkByTwo(teller, supervisor, serial, { gatewayLogin: true, accounts: [account] });
  return activated.id;
};

/** Of one code: every place of the system where it could be accepted. */
type Targets = readonly ((server: ServerProcess) => Shot)[];

const atVerification =
  (purpose: Extract<Shot, { door: "verification" }>["purpose"], subject: string, code: string) =>
  ({ internalUrl: url }: ServerProcess): Shot => ({
    door: "verification",
    ...{ url, token, purpose, subject, code },
  });

const targetsOfAccount = (code: string): Targets => [
  atVerification("gateway-login", gatewayLogin, code),
  atVerification("account-password", account, code),
  ({ publicUrl: url }) => ({ door: "session", url, gatewayLogin, code }),
];

/**
 * A code of a second that was not shown yet: in every other round of the account's token, if it has one, and else of the
 * cards, which take turns, so that there is one without waiting long.
 */
const nextTargets = async (round: number): Promise<Targets> => {
  const ofAccount = round % 2 === 0 ? await phone.code(accountId) : undefined;
  if (ofAccount?.ok === true) return targetsOfAccount(ofAccount.code);
  for (let offset = 0; ; offset += 1) {
    const card = cards[(round + offset) % cards.length];
    if (card === undefined) throw new Error("no card is active");
    const shown = await phone.code(card.id);
    if (shown.ok) return [atVerification("card-second-password", card.card, shown.code)];
  }
};

/** Each server at each of the places, in turn, and from the beginning again. */
const shotsAt = (targets: Targets, count: number): readonly Shot[] => {
  const all = targets.flatMap((target) => servers.map(target));
  return Array.from({ length: count }, () => all)
    .flat()
    .slice(0, count);
};

test(
  "R1 one code sent 2 to 64 times at once, from two processes to every door of two server processes, is accepted once",
  { timeout: 600_000 },
  withChance("R1_SEED", async (chance) => {
    const doors = new Set<string>();
    for (let round = 0; round < rounds; round += 1) {
      const count = round === 0 ? parallelMax : chance.between(2, parallelMax + 1);
      const shots = shotsAt(await nextTargets(round), count);
      for (const shot of shots) doors.add("purpose" in shot ? shot.purpose : shot.door);
      const answers = await senders.fire(shots);
      const accepted = answers.filter((answer) => answer === "accepted").length;
      const others = new Set(answers.filter((answer) => answer !== "accepted"));
      others.delete("not_accepted");
      others.delete("throttled");
      others.delete("sign_in_refused");
      // Of a sign-in, before its code is looked at: a busy machine's core banking.
      others.delete("core_bank_unavailable");
      expect({ round, count, answers: answers.length, accepted, others: [...others] }).toEqual({
        round,
        count,
        answers: count,
        accepted: 1,
        others: [],
      });
    }
    expect([...doors].sort()).toEqual([
      "account-password",
      "card-second-password",
      "gateway-login",
      "session",
    ]);
    const database = new pg.Client({ connectionString: bank.databaseUrl });
    await database.connect();
    const stored = await database.query<{ accepted: string }>(
      "select count(*) as accepted from verifications where answer->>'outcome' = 'accepted'",
    );
    // Every accepted code is found from its token: by whichever server and path it came, none is passed over.
    const found = await database.query<{ found: string; all: string }>(
      `with recursive walk as (
         select e.id, e.previous_id from token_counters c join audit_events e on e.id = c.last_accepted_event
         union all select e.id, e.previous_id from walk join audit_events e on e.id = walk.previous_id
       ) select (select count(distinct id) from walk) as found, count(*) as all from audit_events
         where type = 'code.accepted'`,
    );
    await database.end();
    expect(Number(stored.rows[0]?.accepted)).toBe(rounds);
    expect(found.rows[0]?.found).toBe(found.rows[0]?.all);
  }),
);
