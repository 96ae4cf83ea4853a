/** What the bank has written down of sessions of browsers: rows, events, and none of their secrets. */
import { expect } from "vitest";
import { askDatabase } from "./ask-database.ts";
import type { TestBank } from "./test-bank.ts";

export const sessionsBegun = async (bank: TestBank): Promise<number> => {
  const [row] = await askDatabase<{ n: string }>(bank, "select count(*) n from sessions");
  return Number(row?.n);
};

/** Oldest first, as type and reason. */
export const sessionEvents = async (bank: TestBank): Promise<string[]> => {
  const rows = await askDatabase<{ event: string }>(
    bank,
    `select concat_ws(' ', type, details->>'reason') as event from audit_events
     where type like 'session.%' order by id`,
  );
  return rows.map(({ event }) => event);
};

export const lastEvents = async (bank: TestBank, count: number): Promise<string[]> =>
  (await sessionEvents(bank)).slice(-count);

/** In the log, and in what the database holds of sign-ins, sessions, events and verifications. */
export const expectNowhere = async (
  bank: TestBank,
  secrets: readonly string[],
): Promise<readonly string[]> => {
  const rows = await askDatabase<{ row: string }>(
    bank,
    `select s::text as row from sessions s union all select p::text from pending_sign_ins p
     union all select e::text from audit_events e where actor <> 'central-login'
     union all select v::text from verifications v
     union all select o::text from origin_refusals o where channel = 'mobile-bank'`,
  );
  const stored = rows.map(({ row }) => row);
  const text = bank.log() + stored.join("\n");
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(7);
    expect(text.includes(secret)).toBe(false);
    // A short code in bytes would be found anywhere.
    if (secret.length < 16) continue;
    expect(text.includes(Buffer.from(secret, "base64url").toString("hex"))).toBe(false);
  }
  return stored;
};
