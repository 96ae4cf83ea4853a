/** Cards with active tokens in a real database, and batches of verifications about them: for the tests of batches. */
import { createHmac, createSecretKey, randomBytes } from "node:crypto";
import { asUnixSeconds, defaultTotpPolicy, totp } from "@ramznama/otp";
import type pg from "pg";
import { afterAll, afterEach, expect } from "vitest";
import { keyringOf } from "../../keys/index.ts";
import { subjectKeyOf } from "../../links/index.ts";
import { createLogger } from "../../platform/logger.ts";
import { systemRandom } from "../../platform/random.ts";
import { defaultPolicy } from "../../policy.ts";
import { contentDigest } from "../remembered-answers.ts";
import { createLanePool } from "../verifier.ts";
import { verifyBatch, type BatchResult, type Waiting } from "../verify-batch.ts";

/** Milliseconds since the Unix epoch. */
export const now = 1_800_000_000_000;
/** Of the tap: five seconds before. */
export const second = asUnixSeconds(now / 1000 - 5);

const keyring = keyringOf(
  new Map(
    ["seed", "subject", "content"].map((purpose) => [
      purpose,
      [{ id: 1, key: createSecretKey(randomBytes(32)) }],
    ]),
  ),
  systemRandom,
);

export interface Card {
  readonly tokenId: number;
  readonly card: string;
  readonly seed: Buffer;
}

type Queries = Pick<pg.Pool, "query">;

export interface BatchStand {
  readonly url: string;
  readonly lanePool: pg.Pool;
  readonly tokensUnderWay: Set<number>;
  activeCard(): Promise<Card>;
  ask(card: Card, changes?: { reference?: string; code?: string }): Waiting;
  /** Returns those that must be asked anew. @param at milliseconds since the Unix epoch */
  run(batch: readonly Waiting[], pool?: Queries, at?: number): Promise<readonly Waiting[]>;
  resultOf(waiting: Waiting): BatchResult | undefined;
  /** Does something between the batch's load and its store, or after a store that nobody hears of. */
  interfering(meddle: {
    beforeStore?: () => Promise<unknown>;
    afterStore?: () => Promise<unknown>;
  }): Queries;
}

export const subjectKeyOfCard = ({ card }: Card): Buffer =>
  subjectKeyOf(keyring, "card-second-password", card);

export const codeOf = ({ seed }: Card, tappedAt = second): string =>
  totp(
    (counter) => createHmac("sha256", seed).update(counter).digest(),
    defaultTotpPolicy,
    tappedAt,
  );

export const wrongCodeOf = (card: Card): string =>
  codeOf(card) === "00000000" ? "00000001" : "00000000";

export const acceptedOf = ({ verificationId }: Waiting): BatchResult => ({
  kind: "answered",
  answer: { outcome: "accepted", verificationId },
});

/**
 * For one file of tests: after each of them no token may be left under way, and after all the database is dropped.
 * @param made a migrated database of the file's own
 */
export const openBatchStand = (made: {
  readonly url: string;
  drop(): Promise<void>;
}): BatchStand => {
  const { url } = made;
  const lanePool = createLanePool({ url, logger: createLogger("silent") });
  const tokensUnderWay = new Set<number>();
  const results = new Map<string, BatchResult>();
  let cards = 0;
  let asked = 0;
  afterEach(() => {
    expect([...tokensUnderWay]).toEqual([]);
  });
  afterAll(async () => {
    await lanePool.end();
    await made.drop();
  });
  return {
    url,
    lanePool,
    tokensUnderWay,
    activeCard: () => {
      cards += 1;
      return insertActiveCard(lanePool, cards);
    },
    ask: (card, changes = {}) => {
      asked += 1;
      return questionOf(
        card,
        { reference: `reference-${asked}`, code: codeOf(card), ...changes },
        (verificationId, result) => results.set(verificationId, result),
      );
    },
    run: (batch, pool = lanePool, at = now) =>
      verifyBatch(
        {
          lanePool: pool as pg.Pool,
          clock: { now: () => at },
          keyring,
          policy: defaultPolicy,
          tokensUnderWay,
        },
        batch,
      ),
    resultOf: ({ verificationId }) => results.get(verificationId),
    interfering: (meddle) => ({
      query: (async (statement: pg.QueryConfig) => {
        const stores = statement.name === "verification-store";
        if (stores) await meddle.beforeStore?.();
        const result = await lanePool.query(statement);
        if (stores) await meddle.afterStore?.();
        return result;
      }) as pg.Pool["query"],
    }),
  };
};

const insertActiveCard = async (lanePool: pg.Pool, number: number): Promise<Card> => {
  const card = `628023${String(number).padStart(10, "0")}`;
  const seed = randomBytes(32);
  const { rows } = await lanePool.query<{ id: number }>(
    `insert into tokens (serial, kind, customer_id, state, subject, profile, device_id, issued_at, issued_by, sealed_seed)
     values ($1, 'card', 'C1', 'active', '', $2, gen_random_uuid(), now(), 'atm', '') returning id`,
    [String(number).padStart(12, "0"), JSON.stringify(defaultPolicy.profile)],
  );
  const made = { tokenId: rows[0]?.id ?? 0, card, seed };
  await lanePool.query("update tokens set sealed_seed = $2 where id = $1", [
    made.tokenId,
    keyring.seal("seed", `token:${made.tokenId}`, seed),
  ]);
  await lanePool.query(
    `insert into links (token_id, customer_id, purpose, subject_key, subject, linked_at, linked_by, ownership_seen_at)
     values ($1, 'C1', 'card-second-password', $2, '', now(), 'atm', $3)`,
    [made.tokenId, subjectKeyOfCard(made), new Date(now)],
  );
  return made;
};

const questionOf = (
  card: Card,
  { reference, code }: { readonly reference: string; readonly code: string },
  settle: (verificationId: string, result: BatchResult) => unknown,
): Waiting => {
  const verificationId = systemRandom.uuid();
  const request = {
    purpose: "card-second-password",
    subject: card.card,
    code,
    transactionReference: reference,
  } as const;
  return {
    call: { channel: "shop", request, reference: "abcdef" },
    verificationId,
    subjectKey: subjectKeyOfCard(card),
    contentDigest: contentDigest(keyring, request),
    keys: [],
    settle: (result) => settle(verificationId, result),
  };
};
