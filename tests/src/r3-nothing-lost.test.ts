import { randomInt, randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Phone } from "@ramznama/phone";
import { startPostgres, type RunningPostgres } from "@ramznama/postgres";
import { openChannel, takeToken, type Channel } from "./channel.ts";
import { loadZahra } from "./many-cards.ts";
import { startServerProcess, type ServerProcess } from "./server-process.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { machineClock } from "./test-clock.ts";
import { createTestPhone, registerPhone } from "./test-phone.ts";
import { readActivationCode } from "./sms.ts";

const kills = Number(process.env["R3_KILLS"] ?? 16);

let folder: string;
let postgres: RunningPostgres;
let bank: TestBank;
let server: ServerProcess;
let phone: Phone;
let shopToken: string;
let atm: Channel;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ramznama-r3-"));
  postgres = await startPostgres({ dataFolder: folder });
  bank = await startTestBank({ clock: machineClock, databaseUrl: postgres.url });
  server = await startServerProcess(bank.environment);
  shopToken = await takeToken(bank, "shop");
  atm = await openChannel(bank, "atm");
  // The phone reaches the process that gets killed, wherever that listens after its next start.
  phone = createTestPhone(bank, {
    fetch: (address, init) => fetch(address.replace(bank.publicUrl(), server.publicUrl), init),
  });
  await registerPhone(bank, phone, await loadZahra());
});

afterAll(async () => {
  await server.kill9();
  await bank.stop();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Known {
  readonly card: string;
  readonly id: string;
  readonly serial: string;
  /** Codes that were sent: accepted, or with an answer that was lost. "Unknown" counts as used. */
  readonly spentCodes: string[];
  deleted: boolean;
}

const verify = async (
  { card }: Pick<Known, "card">,
  code: string,
  transactionReference: string = randomUUID(),
): Promise<string> => {
  const response = await fetch(`${server.internalUrl}/bank/v1/verifications`, {
    method: "POST",
    headers: { authorization: `Bearer ${shopToken}`, "content-type": "application/json" },
    body: JSON.stringify({
      purpose: "card-second-password",
      subject: card,
      code,
      transactionReference,
    }),
    signal: AbortSignal.timeout(20_000),
  });
  const body = (await response.json()) as { outcome?: string; reason?: string; code?: string };
  return body.reason ?? body.outcome ?? `${response.status} ${body.code ?? ""}`;
};

/** Kills the server process or PostgreSQL at a random turn while `works` are under way, and brings it back. */
const killDuring = async (works: readonly Promise<unknown>[]): Promise<void> => {
  const all = Promise.allSettled(works);
  const turns = randomInt(0, 3_000);
  for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate);
  if (randomInt(0, 2) === 0) {
    await server.kill9();
    await all;
    server = await startServerProcess(bank.environment);
  } else {
    await postgres.kill9();
    await postgres.restart();
    await all;
  }
};

const serverStates = async (): Promise<ReadonlyMap<string, string>> => {
  const listed = await phone.serverTokens();
  if (!listed.ok) throw new Error(`the server's list was refused: ${JSON.stringify(listed)}`);
  return new Map(listed.value.map((token) => [token.serial, token.state]));
};

/** What the customer does when nothing came back: the phone goes on with what it has, or asks once more. */
const settleActivation = async (card: string, serial: string, code: string): Promise<string> => {
  for (const outcome of await phone.resume()) expect(outcome).toMatchObject({ ok: true });
  const listed = (await phone.tokens()).find((token) => token.serial === serial);
  if (listed?.state === "active") return listed.id;
  const again = await phone.activate({ kind: "card", cardNumber: card, serial, code });
  if (!again.ok) throw new Error(`the card is stuck: ${JSON.stringify(again)}`);
  return again.id;
};

const takeNewCode = async ({ id }: Known): Promise<string> => {
  for (;;) {
    const shown = await phone.code(id);
    if (shown.ok) return shown.code;
    if (shown.reason !== "wait") throw new Error(shown.reason);
  }
};

test(
  "R3 kill -9 of server and database at any moment loses nothing acknowledged, and no code is accepted twice",
  { timeout: 600_000 },
  async () => {
    const zahra = await loadZahra();
    const known: Known[] = [];
    let interrupted = 0;
    for (let round = 0; round < kills; round += 1) {
      const card = zahra.cards[round]?.number ?? "";
      const issued = await atm.post<{ serial: string }>("/bank/v1/tokens", {
        kind: "card",
        cardNumber: card,
        requestReference: randomUUID(),
      });
      expect(issued.status).toBe(201);
      const { serial } = issued.body;
      const code = await readActivationCode(bank, zahra.mobile, card);

      // An activation, a payment and a deletion are under way when the blow falls.
      const [payer, leaver] = known.filter((token) => !token.deleted);
      const paying = payer && (await takeNewCode(payer));
      const reference = randomUUID();
      const heard: { activated?: boolean; paid?: string; told?: boolean } = {};
      await killDuring([
        phone.activate({ kind: "card", cardNumber: card, serial, code }).then((outcome) => {
          heard.activated = outcome.ok;
        }),
        ...(payer && paying
          ? [verify(payer, paying, reference).then((outcome) => (heard.paid = outcome))]
          : []),
        ...(leaver
          ? [
              phone.deleteToken(leaver.id).then((deleted) => {
                heard.told = deleted.ok && deleted.told;
              }),
            ]
          : []),
      ]);
      if (heard.activated !== true || (paying && heard.paid !== "accepted")) interrupted += 1;
      // What was acknowledged stands already, before anybody asks again.
      if (heard.told === true && leaver) {
        expect((await serverStates()).get(leaver.serial)).toBe("ended");
      }
      const id = await settleActivation(card, serial, code);
      known.push({ card, id, serial, spentCodes: [], deleted: false });

      if (leaver) {
        expect(await phone.synchronise()).toMatchObject({ ok: true });
        expect((await serverStates()).get(leaver.serial)).toBe("ended");
        leaver.deleted = true;
      }
      if (payer && paying) {
        // The same reference tells what became of it and spends nothing more.
        const outcome = await verify(payer, paying, reference);
        expect(outcome).toBe("accepted");
        expect(await verify(payer, paying)).toBe("not_accepted");
        payer.spentCodes.push(paying);
      }
    }

    // Otherwise the blows fell beside the work and nothing was shown.
    expect(interrupted).toBeGreaterThan(0);
    const states = await serverStates();
    for (const token of known) {
      expect(states.get(token.serial)).toBe(token.deleted ? "ended" : "active");
      for (const spent of token.spentCodes) {
        expect(await verify(token, spent)).not.toBe("accepted");
      }
      if (!token.deleted) expect(await verify(token, await takeNewCode(token))).toBe("accepted");
    }
  },
);
