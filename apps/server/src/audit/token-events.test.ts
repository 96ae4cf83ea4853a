/** The events of one token, read from one accepted code to the one before it, against a plain look through all events. */
import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { transaction } from "../platform/database.ts";
import { createMigratedDatabase, type MigratedDatabase } from "../testing/migrated-database.ts";
import { appendAcceptedCode, appendAudit } from "./append-audit.ts";
import { findEvents, prepareSearch, type EventFilter } from "./find-events.ts";
import { loadCustomerEvents } from "./load-customer-events.ts";
import { loadTokenEvents } from "./load-token-events.ts";

const now = 1_800_000_000_000;
const actor = { kind: "channel", id: "shop" } as const;
const types = ["code.accepted", "code.refused", "token.suspended"];

let made: MigratedDatabase;
const tokens: { readonly id: number; readonly serial: string }[] = [];

beforeAll(async () => {
  made = await createMigratedDatabase();
  for (const serial of ["100000000008", "100000000016", "100000000024"]) {
    const { rows } = await sql<{ id: number }>`
      insert into tokens (serial, kind, customer_id, state, subject, profile, issued_at, issued_by)
      values (${serial}, 'card', 'C1', 'issued', '', '{}', now(), 'atm') returning id`.execute(
      made.database,
    );
    tokens.push({ id: rows[0]?.id ?? 0, serial });
  }
  // Each second an event of some token, two of three of them accepted codes; the third token has none of those.
  for (let count = 0; count < 120; count += 1) {
    const token = tokens[(count * 7) % 3] ?? { id: 0, serial: "" };
    const accepted = count % 9 < 6 && token !== tokens[2];
    const event = { actor, customerId: "C1", token, details: { count } };
    await transaction(made.database, (tx) =>
      accepted
        ? appendAcceptedCode(tx, now + count * 1_000, { ...event, type: "code.accepted" })
        : appendAudit(tx, now + count * 1_000, {
            ...event,
            type: types[1 + (count % 2)] ?? "code.refused",
          }),
    );
  }
});

afterAll(() => made.drop());

const allIds = async (where: string): Promise<readonly number[]> => {
  const { rows } = await sql<{ id: number }>`
    select id from audit_events where ${sql.raw(where)} order by id desc`.execute(made.database);
  return rows.map(({ id }) => id);
};

test("a token's history is its newest events, accepted codes and others in one order", async () => {
  for (const { id } of tokens) {
    const all = await allIds(`token_id = ${id}`);
    for (const limit of [1, 2, 7, 1_000]) {
      const found = await transaction(made.database, (tx) => loadTokenEvents(tx, id, limit));
      expect(found.map((event) => event.id)).toEqual(all.slice(0, limit));
    }
  }
});

test("a customer's last events of some kinds are found token by token", async () => {
  const tokenIds = tokens.map(({ id }) => id);
  for (const wanted of [types, ["code.accepted"], ["code.refused"], ["no.such"]]) {
    const all = await allIds(`type in ('${wanted.join("','")}')`);
    const found = await loadCustomerEvents(made.database, {
      ...{ customerId: "C1", tokenIds, types: wanted, limit: 9 },
    });
    expect(found.map((event) => event.id)).toEqual(all.slice(0, 9));
  }
});

test("whatever filter, order and page: what is found is what a look through all events finds", async () => {
  const at = (second: number): string => new Date(now + second * 1_000).toISOString();
  const seconds = fc.option(fc.integer({ min: -5, max: 125 }), { nil: undefined });
  const anyFilter = fc.record({
    type: fc.constantFrom(undefined, ...types),
    serial: fc.constantFrom(...tokens.map((token) => token.serial)),
    actor: fc.constantFrom(undefined, "shop", "atm"),
    from: seconds,
    to: seconds,
    order: fc.constantFrom("asc", "desc"),
    beyond: seconds,
    limit: fc.integer({ min: 1, max: 60 }),
  });
  const [firstId = 0] = (await allIds("true")).slice(-1);
  await fc.assert(
    fc.asyncProperty(anyFilter, async ({ order, beyond, limit, from, to, ...rest }) => {
      const filter: EventFilter = {
        ...rest,
        from: from === undefined ? undefined : at(from),
        to: to === undefined ? undefined : at(to),
      };
      const beyondId = beyond === undefined ? undefined : firstId + beyond;
      const found = await findEvents(made.database, await prepareSearch(made.database, filter), {
        now: now + 10_000_000,
        ...{ order, beyondId, limit },
      });
      const conditions = [`serial = '${rest.serial}'`];
      if (rest.type !== undefined) conditions.push(`type = '${rest.type}'`);
      if (rest.actor !== undefined) conditions.push(`actor = '${rest.actor}'`);
      if (filter.from !== undefined) conditions.push(`at >= '${filter.from}'`);
      if (filter.to !== undefined) conditions.push(`at < '${filter.to}'`);
      if (beyondId !== undefined) conditions.push(`id ${order === "asc" ? ">" : "<"} ${beyondId}`);
      const all = await allIds(conditions.join(" and "));
      const expected = order === "asc" ? all.toReversed() : all;
      expect(found.map((event) => event.id)).toEqual(expected.slice(0, limit));
    }),
    { numRuns: 200 },
  );
});
