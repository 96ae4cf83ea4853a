import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { transaction } from "../platform/database.ts";
import { defaultPolicy } from "../policy.ts";
import { createMigratedDatabase, type MigratedDatabase } from "../testing/migrated-database.ts";
import { loadCounters, saveAcceptedStep, saveFailure } from "./counters.ts";

let made: MigratedDatabase;
let serial = 0;
const { profile } = defaultPolicy;

beforeAll(async () => {
  made = await createMigratedDatabase();
});

afterAll(() => made.drop());

const insertToken = async (): Promise<number> => {
  serial += 1;
  const { rows } = await sql<{ id: number }>`
    insert into tokens (serial, kind, customer_id, state, subject, profile, issued_at, issued_by)
    values (${`counted-${serial}`}, 'card', 'C1', 'issued', '', '{}', now(), 'atm')
    returning id`.execute(made.database);
  return rows[0]?.id ?? 0;
};

const accept = (tokenId: number, step: number): Promise<void> =>
  transaction(made.database, (tx) => saveAcceptedStep(tx, tokenId, step));

const countersOf = (tokenId: number) =>
  transaction(made.database, async (tx) =>
    (await loadCounters(tx, [{ id: tokenId, profile }]))(tokenId),
  );

test("R1 an accepted step is stored once, and an earlier one never after it", async () => {
  const token = await insertToken();
  await accept(token, 1_000);
  await expect(accept(token, 1_000)).rejects.toThrow("not newer");
  await expect(accept(token, 999)).rejects.toThrow("not newer");
  await accept(token, 1_001);
  expect((await countersOf(token)).lastAcceptedStep).toBe(1_001);
});

test("R1 of many who store one step at the same time exactly one succeeds", async () => {
  const token = await insertToken();
  const tries = await Promise.allSettled(Array.from({ length: 8 }, () => accept(token, 7)));
  expect(tries.filter((one) => one.status === "fulfilled")).toHaveLength(1);
});

test("R2 a failure neither forgets the accepted step nor is forgotten by the next one", async () => {
  const token = await insertToken();
  const year = 365 * 86_400;
  await transaction(made.database, (tx) => saveFailure(tx, token, [], 1));
  await accept(token, 50);
  await transaction(made.database, (tx) => saveFailure(tx, token, [1], 2));
  expect(await countersOf(token)).toEqual({ lastAcceptedStep: 50, failureSeconds: [1, 2] });
  // The first has left the rolling year, the second leaves it one second later.
  await transaction(made.database, (tx) => saveFailure(tx, token, [1, 2], year + 1));
  expect((await countersOf(token)).failureSeconds).toEqual([2, year + 1]);
});
