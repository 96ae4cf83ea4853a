/** What comes between a batch and its store, on the real database: a moved token, a deadlock, a broken connection, one bad row. */
import { randomBytes } from "node:crypto";
import pg from "pg";
import { expect, test } from "vitest";
import { createMigratedDatabase } from "../testing/migrated-database.ts";
import { acceptedOf, now, openBatchStand } from "./testing/batch-stand.ts";

const stand = openBatchStand(await createMigratedDatabase());

test.each([
  [
    "revoked",
    "update tokens set state = 'ended', ended_at = now(), sealed_seed = null where id = $1",
  ],
  ["suspended", "update tokens set state = 'suspended' where id = $1"],
  ["unlinked", "update links set ended_at = now() where token_id = $1"],
  ["used elsewhere", "update token_counters set version = version + 1 where token_id = $1"],
])("R1 a token that is %s between load and store is not accepted", async (_what, change) => {
  const [card, other] = [await stand.activeCard(), await stand.activeCard()];
  const [moved, still] = [stand.ask(card), stand.ask(other)];
  const meddled = stand.interfering({
    beforeStore: () => stand.lanePool.query(change, [card.tokenId]),
  });
  expect(await stand.run([moved, still], meddled)).toEqual([moved]);
  expect(stand.resultOf(moved)).toBeUndefined();
  expect(stand.resultOf(still)).toEqual(acceptedOf(still));
  const { rows } = await stand.lanePool.query(
    "select last_accepted_step from token_counters where token_id = $1",
    [card.tokenId],
  );
  expect(rows).toEqual([{ last_accepted_step: null }]);
});

test("R3 an answer whose commit was not heard of is found again, and not as a replay", async () => {
  const waiting = stand.ask(await stand.activeCard());
  let broken = false;
  const breaking = stand.interfering({
    afterStore: () => {
      if (broken) return Promise.resolve();
      broken = true;
      return Promise.reject(Object.assign(new Error("lost"), { code: "ECONNRESET" }));
    },
  });
  expect(await stand.run([waiting], breaking)).toEqual([]);
  expect(stand.resultOf(waiting)).toEqual(acceptedOf(waiting));
});

test("R3 while the database stays away all are told so, and nothing is accepted", async () => {
  const waiting = stand.ask(await stand.activeCard());
  const away: Pick<pg.Pool, "query"> = {
    query: () => Promise.reject(Object.assign(new Error("away"), { code: "ECONNREFUSED" })),
  };
  expect(await stand.run([waiting], away)).toEqual([]);
  expect(stand.resultOf(waiting)).toMatchObject({
    kind: "failed",
    error: { code: "database_unavailable", details: { retryAfterSeconds: 2 } },
  });
});

test("one question that cannot be decided fails alone", async () => {
  const [card, other] = [await stand.activeCard(), await stand.activeCard()];
  await stand.lanePool.query("update tokens set sealed_seed = $2 where id = $1", [
    card.tokenId,
    randomBytes(64),
  ]);
  const [damaged, sound] = [stand.ask(card), stand.ask(other)];
  expect(await stand.run([damaged, sound])).toEqual([]);
  expect(stand.resultOf(damaged)).toMatchObject({ kind: "failed" });
  expect(stand.resultOf(sound)).toEqual(acceptedOf(sound));
});

test("a reference that was answered elsewhere meanwhile takes nobody with it, and spends nothing", async () => {
  const [card, other] = [await stand.activeCard(), await stand.activeCard()];
  const [late, sound] = [stand.ask(card, { reference: "taken-elsewhere" }), stand.ask(other)];
  const meddled = stand.interfering({
    beforeStore: () =>
      stand.lanePool.query(
        `insert into verifications values ('shop', 'taken-elsewhere', $1,
           '{"outcome":"accepted","verificationId":"other"}', $2) on conflict do nothing`,
        [randomBytes(32), new Date(now)],
      ),
  });
  expect(await stand.run([late, sound], meddled)).toEqual([]);
  expect(stand.resultOf(late)).toMatchObject({
    kind: "failed",
    error: { code: "reference_reused" },
  });
  expect(stand.resultOf(sound)).toEqual(acceptedOf(sound));
  const { rows } = await stand.lanePool.query(
    "select last_accepted_step from token_counters where token_id = $1",
    [card.tokenId],
  );
  expect(rows).toEqual([{ last_accepted_step: null }]);
});

test("a deadlock is tried again", async () => {
  const waiting = stand.ask(await stand.activeCard());
  let times = 0;
  const deadlocked = stand.interfering({
    beforeStore: () => {
      times += 1;
      return times > 2
        ? Promise.resolve()
        : Promise.reject(Object.assign(new Error("deadlock"), { code: "40P01" }));
    },
  });
  expect(await stand.run([waiting], deadlocked)).toEqual([]);
  expect(stand.resultOf(waiting)).toEqual(acceptedOf(waiting));
});

test("R3 a recovery between load and store lets nothing through that was decided before it", async () => {
  const waiting = stand.ask(await stand.activeCard());
  const recovered = stand.interfering({
    beforeStore: () =>
      stand.lanePool.query("insert into recoveries values ('00001-recovered', now(), $1, '{}')", [
        now / 1000,
      ]),
  });
  expect(await stand.run([waiting], recovered)).toEqual([waiting]);
  // Asked anew, it lies below the floor.
  expect(await stand.run([waiting])).toEqual([]);
  expect(stand.resultOf(waiting)).toEqual({ kind: "careful" });
  await stand.lanePool.query("delete from recoveries where generation = '00001-recovered'");
});

test("a reference answered elsewhere is refused in a batch of one too", async () => {
  const late = stand.ask(await stand.activeCard(), { reference: "taken-alone" });
  let isTaken = false;
  const meddled = stand.interfering({
    beforeStore: async () => {
      if (isTaken) return;
      isTaken = true;
      await stand.lanePool.query(
        `insert into verifications values ('shop', 'taken-alone', $1,
           '{"outcome":"accepted","verificationId":"other"}', $2)`,
        [randomBytes(32), new Date(now)],
      );
    },
  });
  expect(await stand.run([late], meddled)).toEqual([]);
  expect(stand.resultOf(late)).toMatchObject({
    kind: "failed",
    error: { code: "reference_reused" },
  });
});

test("a token that somebody holds for long goes the careful way, and holds up nobody else", async () => {
  const [held, other] = [await stand.activeCard(), await stand.activeCard()];
  const holder = new pg.Client({ connectionString: stand.url });
  await holder.connect();
  await holder.query("begin");
  await holder.query("select from token_counters where token_id = $1 for update", [held.tokenId]);
  const [waits, passes] = [stand.ask(held), stand.ask(other)];
  expect(await stand.run([waits, passes])).toEqual([]);
  await holder.end();
  expect(stand.resultOf(waits)).toEqual({ kind: "careful" });
  expect(stand.resultOf(passes)).toEqual(acceptedOf(passes));
});
