/** What a batch decides, on the real database: each code once, each reference one answer, each wrong code counted. */
import { asUnixSeconds } from "@ramznama/otp";
import { expect, test } from "vitest";
import { createMigratedDatabase } from "../testing/migrated-database.ts";
import {
  acceptedOf,
  codeOf,
  now,
  openBatchStand,
  second,
  wrongCodeOf,
} from "./testing/batch-stand.ts";

const stand = openBatchStand(await createMigratedDatabase());

test("R1 a batch accepts each code once, with its step, its answer and its event", async () => {
  const all = [await stand.activeCard(), await stand.activeCard(), await stand.activeCard()];
  const batch = all.map((card) => stand.ask(card));
  expect(await stand.run(batch)).toEqual([]);
  expect(batch.map((waiting) => stand.resultOf(waiting))).toEqual(batch.map(acceptedOf));
  const { rows } = await stand.lanePool.query(
    `select c.last_accepted_step, a.details as told, v.answer ->> 'verificationId' as answered
     from token_counters c join audit_events a on a.token_id = c.token_id and a.type = 'code.accepted'
     join verifications v on v.answer ->> 'verificationId' = a.details ->> 'verificationId'
     where c.token_id = any($1) order by c.token_id`,
    [all.map(({ tokenId }) => tokenId)],
  );
  expect(rows).toEqual(
    batch.map(({ verificationId }) => ({
      last_accepted_step: second,
      told: { verificationId, purpose: "card-second-password", origin: null, ageSeconds: 5 },
      answered: verificationId,
    })),
  );
});

test("R1 R12 seconds that need more than 32 bits, from 2038 on, are accepted and counted like others", async () => {
  const tappedAt = asUnixSeconds(2 ** 31 + 5);
  const at = (tappedAt + 5) * 1_000;
  const [right, wrong] = [await stand.activeCard(), await stand.activeCard()];
  await stand.lanePool.query("update links set ownership_seen_at = $1", [new Date(at)]);
  const batch = [
    stand.ask(right, { code: codeOf(right, tappedAt) }),
    stand.ask(wrong, { code: wrongCodeOf(wrong) }),
  ] as const;
  expect(await stand.run(batch, stand.lanePool, at)).toEqual([]);
  expect(stand.resultOf(batch[0])).toEqual(acceptedOf(batch[0]));
  const { rows } = await stand.lanePool.query(
    "select last_accepted_step, failure_seconds from token_counters where token_id = any($1) order by token_id",
    [[right.tokenId, wrong.tokenId]],
  );
  expect(rows).toEqual([
    { last_accepted_step: tappedAt, failure_seconds: [] },
    { last_accepted_step: null, failure_seconds: [tappedAt + 5] },
  ]);
});

test("R1 the same code again, in the same batch or a later one, is not accepted", async () => {
  const card = await stand.activeCard();
  const [first, second_] = [stand.ask(card), stand.ask(card)];
  expect(await stand.run([first, second_])).toEqual([second_]);
  expect(await stand.run([second_])).toEqual([]);
  expect(stand.resultOf(first)).toEqual(acceptedOf(first));
  expect(stand.resultOf(second_)).toEqual({ kind: "careful" });
});

test("R1 a token of a batch under way is left for the next one", async () => {
  const card = await stand.activeCard();
  const waiting = stand.ask(card);
  stand.tokensUnderWay.add(card.tokenId);
  expect(await stand.run([waiting])).toEqual([waiting]);
  expect(stand.resultOf(waiting)).toBeUndefined();
  stand.tokensUnderWay.delete(card.tokenId);
  expect(await stand.run([waiting])).toEqual([]);
  expect(stand.resultOf(waiting)).toEqual(acceptedOf(waiting));
});

test("the same reference with the same content is answered again, and with other content refused", async () => {
  const card = await stand.activeCard();
  const first = stand.ask(card, { reference: "asked-twice" });
  await stand.run([first]);
  const again = stand.ask(card, { reference: "asked-twice" });
  const other = stand.ask(card, { reference: "asked-twice", code: "00000000" });
  expect(await stand.run([again, other])).toEqual([]);
  expect(stand.resultOf(again)).toEqual({
    kind: "answered",
    answer: { outcome: "accepted", verificationId: first.verificationId, replayed: true },
  });
  expect(stand.resultOf(other)).toMatchObject({
    kind: "failed",
    error: { code: "reference_reused" },
  });
});

test("R12 a wrong code is counted with the look at it, before the next one is looked at", async () => {
  const card = await stand.activeCard();
  const wrong = stand.ask(card, { code: wrongCodeOf(card) });
  expect(await stand.run([wrong])).toEqual([]);
  expect(stand.resultOf(wrong)).toEqual({ kind: "careful", missed: { tokenId: card.tokenId } });
  const { rows } = await stand.lanePool.query(
    "select failure_seconds, last_accepted_step from token_counters where token_id = $1",
    [card.tokenId],
  );
  expect(rows).toEqual([{ failure_seconds: [now / 1000], last_accepted_step: null }]);
});

test("R12 while a delay is in force a batch looks at no code, not even at the right one", async () => {
  const card = await stand.activeCard();
  const wrong = wrongCodeOf(card);
  for (let count = 0; count < 6; count += 1) await stand.run([stand.ask(card, { code: wrong })]);
  const right = stand.ask(card);
  expect(await stand.run([right])).toEqual([]);
  expect(stand.resultOf(right)).toEqual({ kind: "careful" });
});
