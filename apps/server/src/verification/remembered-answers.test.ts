import type { VerificationResponse } from "@ramznama/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { transaction } from "../platform/database.ts";
import { createMigratedDatabase, type MigratedDatabase } from "../testing/migrated-database.ts";
import { claimReference, releaseReference, saveAnswer } from "./remembered-answers.ts";

let made: MigratedDatabase;

beforeAll(async () => {
  made = await createMigratedDatabase();
});

afterAll(() => made.drop());

const day = 86_400_000;
const accepted: VerificationResponse = { outcome: "accepted", verificationId: "first" };
const content = Buffer.alloc(32, 1);
const otherContent = Buffer.alloc(32, 2);

const questionOf = (reference: string, digest = content, now = 0) => ({
  channel: "shop",
  reference,
  digest,
  now,
});

type Question = ReturnType<typeof questionOf>;

/** Claims, and answers when nobody has answered before. */
const ask = (question: Question) =>
  transaction(made.database, async (tx) => {
    const remembered = await claimReference(tx, question);
    if (remembered === undefined) await saveAnswer(tx, question, accepted);
    return remembered;
  });

test("R1 the same reference with the same content gets the first answer again", async () => {
  expect(await ask(questionOf("again"))).toBeUndefined();
  expect(await ask(questionOf("again"))).toEqual({ ...accepted, replayed: true });
});

test("R1 the same reference with other content is refused", async () => {
  await ask(questionOf("other"));
  await expect(ask(questionOf("other", otherContent))).rejects.toMatchObject({
    code: "reference_reused",
  });
});

test("R1 of many with one reference at the same time one is answered and the rest hear it", async () => {
  const answers = await Promise.all(Array.from({ length: 4 }, () => ask(questionOf("race"))));
  expect(answers.filter((answer) => answer === undefined)).toHaveLength(1);
});

test("references of two channels do not meet", async () => {
  await ask(questionOf("mine"));
  expect(await ask({ ...questionOf("mine", otherContent), channel: "atm" })).toBeUndefined();
});

test("a released reference may be asked again, as after a delay", async () => {
  await transaction(made.database, async (tx) => {
    await claimReference(tx, questionOf("throttled"));
    await releaseReference(tx, questionOf("throttled"));
  });
  expect(await ask(questionOf("throttled"))).toBeUndefined();
});

test("a reference is unique for thirty days and free afterwards", async () => {
  await ask(questionOf("month"));
  const before = await ask(questionOf("month", content, 30 * day - 1));
  expect(before).toMatchObject({ replayed: true });
  expect(await ask(questionOf("month", otherContent, 30 * day))).toBeUndefined();
});
