import { createTestDatabase } from "@ramznama/testing";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { loadTokenEvents } from "../audit/load-token-events.ts";
import { createDatabase, createPool, transaction } from "../platform/database.ts";
import { createLogger } from "../platform/logger.ts";
import { migrate } from "../platform/migrations.ts";
import { migrations } from "../schema.ts";
import { loadTokenBySerial } from "./load-tokens.ts";
import { policyOfToken } from "./profile.ts";

const isNew = (name: string): boolean => name.startsWith("0063-");
/** What came later builds on them. */
const isLater = (name: string): boolean => name > "0111";

test("a bank's database of before imported tokens goes on working: its tokens are the bank's own", async () => {
  const made = await createTestDatabase();
  const database = createDatabase(
    createPool({ url: made.url, maxConnections: 2, logger: createLogger("silent") }),
  );
  try {
    const before = Object.fromEntries(
      Object.entries(migrations).filter(([name]) => !isNew(name) && !isLater(name)),
    );
    await migrate(database, before);
    await sql`
      insert into tokens (serial, kind, customer_id, state, subject, profile, device_id, sealed_seed,
        issued_at, issued_by)
      values ('123456789015', 'card', 'C1', 'active', '',
        '{"hash":"SHA-256","digits":8,"stepSeconds":1,"validitySeconds":121,"skewSeconds":10}',
        gen_random_uuid(), 'sealed', now(), 'atm')`.execute(database);
    await sql`
      update token_counters set last_accepted_step = 1800000000, failure_seconds = '{1}'`.execute(
      database,
    );
    const event = (type: string) =>
      sql`
      insert into audit_events (at, type, actor_kind, actor, token_id)
        select now(), ${type}, 'channel', 'shop', id from tokens`.execute(database);
    for (const type of ["code.accepted", "code.refused", "code.accepted"]) await event(type);
    expect((await migrate(database, migrations)).filter(isNew)).toHaveLength(2);
    const token = await loadTokenBySerial(database, "123456789015");
    expect(token).toMatchObject({ provenance: "activated", manufacturer: null });
    if (token === undefined) throw new Error("the token is gone");
    expect(policyOfToken(token)).toMatchObject({ kind: "totp", stepSeconds: 1 });
    const counters = await database.selectFrom("token_counters").selectAll().execute();
    expect(counters).toMatchObject([
      {
        ...{ last_accepted_step: 1_800_000_000, failure_seconds: [1], drift_steps: 0 },
        // The bank's own active tokens are found by batches from then on.
        ...{ serial: "123456789015", sealed_seed: Buffer.from("sealed") },
        profile: expect.stringMatching(/^SHA-256 8 1 \d+ \d+$/u) as string,
      },
    ]);
    // Each accepted code names the one before it, and the counters name the last.
    const told = await database.selectFrom("audit_events").selectAll().orderBy("id").execute();
    const [first, refused, last] = told;
    expect(told.map((row) => row.previous_id)).toEqual([0, null, first?.id]);
    expect(counters).toMatchObject([{ last_accepted_event: last?.id, works: true }]);
    const newest = await transaction(database, (tx) => loadTokenEvents(tx, token.id, 3));
    expect(newest.map((row) => row.id)).toEqual([last?.id, refused?.id, first?.id]);
    // An older server that goes on beside cannot store one that nobody finds.
    await expect(event("code.accepted")).rejects.toThrow("audit_events_check");
    // The old rule has given way to the new ones, and still holds for the bank's own tokens.
    await expect(sql`update tokens set device_id = null`.execute(database)).rejects.toThrow(
      "tokens_live_has_device",
    );
  } finally {
    await database.destroy();
    await made.drop();
  }
});
