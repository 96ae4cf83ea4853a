/** The counters of tokens: last accepted step and failures. */
import { sql } from "kysely";
import type { Database, Tx } from "../platform/database.ts";
import { loadFloorSecond, raiseToFloor } from "../recovery/index.ts";
import type { TokenRow } from "../tokens/index.ts";
import { failuresInYear } from "./decide-throttle.ts";

export interface TokenCounters {
  readonly lastAcceptedStep: number | null;
  readonly failureSeconds: readonly number[];
}

/** Every change raises it: whoever decided by an older version stores nothing. */
export const nextVersion = sql<number>`token_counters.version + 1`;

const fresh: TokenCounters = { lastAcceptedStep: null, failureSeconds: [] };

type CountersOf = (tokenId: number) => TokenCounters;

type CountedToken = Pick<TokenRow, "id" | "profile">;

/**
 * Locked until the transaction ends. The caller holds the tokens' rows, but a batch (store-batch.ts) takes no such lock:
 * it waits here, and then finds that the version has risen.
 */
export const lockCounters = async (
  tx: Tx,
  tokens: readonly CountedToken[],
): Promise<CountersOf> => {
  await sql`select from token_counters where token_id = any(${idsOf(tokens)}::bigint[])
    order by token_id for update`.execute(tx);
  return loadCounters(tx, tokens);
};

/** What was accepted and forgotten by a restored database lies below the floor. */
export const loadCounters = async (
  database: Database | Tx,
  tokens: readonly CountedToken[],
): Promise<CountersOf> => {
  if (tokens.length === 0) return () => fresh;
  const floorSecond = await loadFloorSecond(database);
  const rows = await database
    .selectFrom("token_counters")
    .select(["token_id", "last_accepted_step", "failure_seconds"])
    .where("token_id", "in", idsOf(tokens))
    .execute();
  const stored = new Map(rows.map((row) => [row.token_id, row]));
  const byId = new Map(
    tokens.map(({ id, profile }) => {
      const row = stored.get(id);
      const lastAcceptedStep = raiseToFloor(row?.last_accepted_step ?? null, floorSecond, profile);
      return [id, { lastAcceptedStep, failureSeconds: row?.failure_seconds ?? [] }];
    }),
  );
  return (tokenId) => byId.get(tokenId) ?? fresh;
};

const idsOf = (tokens: readonly CountedToken[]): readonly number[] =>
  tokens.map((token) => token.id);

/**
 * The guard behind "accepted once": the step only rises, whatever was read before.
 * @throws Error when it would not rise, which the locks make impossible
 */
export const saveAcceptedStep = async (tx: Tx, tokenId: number, step: number): Promise<void> => {
  const saved = await tx
    .insertInto("token_counters")
    .values({ token_id: tokenId, last_accepted_step: step, failure_seconds: [] })
    .onConflict((conflict) =>
      conflict
        .column("token_id")
        .doUpdateSet({ last_accepted_step: step, version: nextVersion })
        .where(sql<boolean>`coalesce(token_counters.last_accepted_step, -1) < ${step}`),
    )
    .returning("token_id")
    .executeTakeFirst();
  if (saved === undefined) throw new Error("a step that is not newer was about to be accepted");
};

export const saveFailure = async (
  tx: Tx,
  tokenId: number,
  before: readonly number[],
  nowSeconds: number,
): Promise<void> => {
  const failures = [...failuresInYear(before, nowSeconds), nowSeconds];
  await tx
    .insertInto("token_counters")
    .values({ token_id: tokenId, last_accepted_step: null, failure_seconds: failures })
    .onConflict((conflict) =>
      conflict.column("token_id").doUpdateSet({ failure_seconds: failures, version: nextVersion }),
    )
    .execute();
};
