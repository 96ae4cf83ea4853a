import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import pg from "pg";
import { createTestDatabase, type TestDatabase } from "@ramznama/testing";
import { byteaArray, int8Array, textArray } from "./binary-array.ts";

let made: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  made = await createTestDatabase();
  client = new pg.Client({ connectionString: made.url });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await made.drop();
});

/** PostgreSQL itself says what it read. */
const readBack = async (type: string, array: Buffer): Promise<unknown> => {
  const { rows } = await client.query<{ read: unknown }>(
    `select to_json(coalesce(array(select one::text from unnest($1::${type}[]) as one), '{}')) as read`,
    [array],
  );
  return rows[0]?.read;
};

test("numbers arrive as they are, up to 2^53 and below zero", async () => {
  const edge = [0, 1, -1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1, 1 - 2 ** 53];
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(fc.maxSafeInteger(), fc.constantFrom(...edge))),
      async (n) => {
        expect(await readBack("bigint", int8Array(n))).toEqual(n.map(String));
      },
    ),
  );
});

test("texts arrive as they are, with quotes, braces, nulls and every script", async () => {
  const text = fc.string({ unit: "grapheme" }).filter((one) => !one.includes("\0"));
  const tricky = fc.constantFrom("", "null", "{}", 'a"b', "a\\b", "a,b", "رمز");
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(fc.oneof(text, tricky))), async (texts) => {
      expect(await readBack("text", textArray(texts))).toEqual(texts);
    }),
  );
});

test("bytes arrive as they are", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array()), async (all) => {
      const hex = all.map((bytes) => `\\x${Buffer.from(bytes).toString("hex")}`);
      expect(await readBack("bytea", byteaArray(all))).toEqual(hex);
    }),
  );
});
