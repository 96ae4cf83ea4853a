import { createVerification } from "@ramznama/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { transaction } from "../platform/database.ts";
import { createMigratedDatabase, type MigratedDatabase } from "../testing/migrated-database.ts";
import { countRefusals, wholeChannel, withoutOrigin } from "./origin-refusals.ts";

let made: MigratedDatabase;

beforeAll(async () => {
  made = await createMigratedDatabase();
});

afterAll(() => made.drop());

test("refusals of an origin are counted within an hour and begin anew after it", async () => {
  const count = (now: number, added = 1): Promise<number> =>
    transaction(made.database, (tx) =>
      countRefusals(tx, { channel: "shop", origin: "terminal-1", added, now }),
    );
  const hour = 3_600_000;
  expect([await count(0), await count(1), await count(hour - 1, 5)]).toEqual([1, 2, 7]);
  expect(await count(hour, 2)).toBe(2);
});

test("R12 no terminal can call itself what counts for a whole channel or for requests without an origin", () => {
  const request = {
    purpose: "gateway-login",
    subject: "sara.ahmadi",
    code: "12345678",
    transactionReference: "stan-000123",
  };
  const passes = (origin: string) =>
    createVerification.body.safeParse({ ...request, origin }).success;
  expect([wholeChannel, withoutOrigin, "-"].map(passes)).toEqual([false, false, true]);
});
