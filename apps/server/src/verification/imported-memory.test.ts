import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { transaction } from "../platform/database.ts";
import { createMigratedDatabase, type MigratedDatabase } from "../testing/migrated-database.ts";
import { saveAcceptedCode } from "./accepted-code.ts";
import { loadCounters, saveFailure } from "./counters.ts";
import { beginImportedMemory, loadImportedMemory, saveImportedMemory } from "./imported-memory.ts";

let made: MigratedDatabase;
let serial = 0;
const profile = { kind: "hotp", hash: "SHA-1", digits: 6, lookAhead: 5 } as const;

beforeAll(async () => {
  made = await createMigratedDatabase();
});

afterAll(() => made.drop());

const insertToken = async (): Promise<number> => {
  serial += 1;
  const { rows } = await sql<{ id: number }>`
    insert into tokens (serial, kind, customer_id, state, subject, profile, provenance, manufacturer,
      manufacturer_serial, sealed_seed, issued_at, issued_by)
    values (${`imported-${serial}`}, 'card', 'C1', 'active', '', '{}', 'imported', 'Judge',
      ${`number-${serial}`}, '', now(), 'import')
    returning id`.execute(made.database);
  return rows[0]?.id ?? 0;
};

const memoryOf = (token: number) =>
  transaction(made.database, (tx) => loadImportedMemory(tx, { id: token, profile }));

const firstCode = { step: 500, atSeconds: 1_800_000_000 };

test("a token of which nothing is known has no drift and no first code", async () => {
  expect(await memoryOf(await insertToken())).toEqual({ driftSteps: 0, isHeld: false });
});

test("R1 with the second code the step rises, the drift moves and the first code is forgotten", async () => {
  const token = await insertToken();
  await transaction(made.database, (tx) =>
    saveImportedMemory(tx, token, { driftSteps: 1, firstCode }),
  );
  expect(await memoryOf(token)).toMatchObject({ driftSteps: 1, firstCode });
  const second = {
    tokenId: token,
    step: 501,
    declared: false,
    learnt: { driftSteps: 7, resynced: true },
  };
  await transaction(made.database, (tx) => saveAcceptedCode(tx, second, 7));
  expect(await memoryOf(token)).toEqual({
    lastAccepted: 501,
    driftSteps: 7,
    firstCode: undefined,
    isHeld: false,
  });
  for (const step of [501, 500]) {
    const again = transaction(made.database, (tx) => saveAcceptedCode(tx, { ...second, step }, 7));
    await expect(again).rejects.toThrow("not newer");
  }
});

test("R1 of many who store the second code at the same time exactly one succeeds", async () => {
  const token = await insertToken();
  const second = {
    tokenId: token,
    step: 9,
    declared: false,
    learnt: { driftSteps: 0, resynced: true },
  };
  const tries = await Promise.allSettled(
    Array.from({ length: 8 }, () =>
      transaction(made.database, (tx) => saveAcceptedCode(tx, second, 7)),
    ),
  );
  expect(tries.filter((one) => one.status === "fulfilled")).toHaveLength(1);
});

test("R2 what is learnt forgets no failure, and a failure forgets nothing that was learnt", async () => {
  const token = await insertToken();
  await transaction(made.database, (tx) =>
    beginImportedMemory(tx, token, { lastAccepted: 41, driftSteps: -3 }),
  );
  await transaction(made.database, (tx) => saveFailure(tx, token, [], 5));
  await transaction(made.database, (tx) =>
    saveImportedMemory(tx, token, { driftSteps: -3, firstCode }),
  );
  await transaction(made.database, (tx) => saveFailure(tx, token, [5], 6));
  expect(await memoryOf(token)).toEqual({
    lastAccepted: 41,
    driftSteps: -3,
    firstCode,
    isHeld: false,
  });
  const counters = await transaction(made.database, (tx) =>
    loadCounters(tx, [{ id: token, profile }]),
  );
  expect(counters(token).failureSeconds).toEqual([5, 6]);
});

test("after a recovery a counter is held until two codes in a row came after it", async () => {
  const token = await insertToken();
  await transaction(made.database, (tx) =>
    beginImportedMemory(tx, token, { lastAccepted: 41, driftSteps: 0 }),
  );
  await sql`insert into recoveries values ('00001-restored', now(), 1000, '{}')`.execute(
    made.database,
  );
  expect(await memoryOf(token)).toMatchObject({ lastAccepted: 41, isHeld: true });
  await transaction(made.database, (tx) =>
    saveImportedMemory(tx, token, { driftSteps: 0, firstCode: { step: 43, atSeconds: 1_000 } }),
  );
  expect((await memoryOf(token)).firstCode).toBeUndefined();
  const second = {
    tokenId: token,
    step: 44,
    declared: false,
    learnt: { driftSteps: 0, resynced: true },
  };
  await transaction(made.database, (tx) => saveAcceptedCode(tx, second, 1_001));
  expect(await memoryOf(token)).toMatchObject({ lastAccepted: 44, isHeld: false });
});
