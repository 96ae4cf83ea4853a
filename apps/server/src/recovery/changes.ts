/** The database's own record of changes, compared with the journal's. */
import { sql } from "kysely";
import type { Database, Tx } from "../platform/database.ts";
import { lifecycleChangeSchema, type NotedChange } from "./lifecycle-change.ts";

const batch = 5_000;

/** Changes of the journal that the database neither has nor has dealt with in an earlier recovery. */
export const loadMissing = async (
  database: Database | Tx,
  changes: readonly NotedChange[],
): Promise<readonly NotedChange[]> => {
  const missing: NotedChange[] = [];
  for (let from = 0; from < changes.length; from += batch) {
    const some = changes.slice(from, from + batch);
    const absent = await loadAbsent(database, some);
    missing.push(...some.filter((change) => absent.has(placeOf(change))));
  }
  // Two processes may both have written a change, when one was killed in between.
  return [...new Map(missing.map((change) => [placeOf(change), change])).values()];
};

const placeOf = ({ generation, n }: Pick<NotedChange, "generation" | "n">): string =>
  `${generation}:${n}`;

const loadAbsent = async (
  database: Database | Tx,
  changes: readonly NotedChange[],
): Promise<ReadonlySet<string>> => {
  const { rows } = await sql<{ generation: string; n: number }>`
    select j.generation, j.n
    from unnest(${changes.map((one) => one.generation)}::text[], ${changes.map((one) => one.n)}::bigint[])
      as j (generation, n)
    left join lifecycle_changes c on c.n = j.n and c.generation = j.generation
    left join recovery_findings f on f.n = j.n and f.generation = j.generation
    where c.n is null and f.n is null`.execute(database);
  return new Set(rows.map(placeOf));
};

/** What no journal has yet, oldest first; locked, so that whoever comes second waits until it stands. */
export const lockPending = async (tx: Tx, limit: number): Promise<readonly NotedChange[]> => {
  const rows = await tx
    .selectFrom("lifecycle_changes")
    .select(["generation", "n", "at", "entity", "change"])
    .where("journaled_at", "is", null)
    .orderBy("n")
    .limit(limit)
    .forUpdate()
    .execute();
  return rows.map((row) => ({
    ...row,
    at: row.at.toISOString(),
    change: lifecycleChangeSchema.parse(row.change),
  }));
};

export const noteJournaled = async (
  tx: Tx,
  changes: readonly NotedChange[],
  now: number,
): Promise<void> => {
  await tx
    .updateTable("lifecycle_changes")
    .set({ journaled_at: new Date(now) })
    .where(
      "n",
      "in",
      changes.map((change) => change.n),
    )
    .execute();
};

export const wasJournaled = async (database: Database | Tx): Promise<boolean> => {
  const row = await database
    .selectFrom("lifecycle_changes")
    .select("n")
    .where("journaled_at", "is not", null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
};

/** Of these things, those that changed in a generation later than the one given. */
export const loadChangedSince = async (
  tx: Tx,
  changes: readonly NotedChange[],
): Promise<ReadonlySet<string>> => {
  if (changes.length === 0) return new Set();
  const { rows } = await sql<{ entity: string }>`
    select distinct j.entity
    from unnest(${changes.map((one) => one.entity)}::text[], ${changes.map((one) => one.generation)}::text[])
      as j (entity, generation)
    join lifecycle_changes c on c.entity = j.entity and c.generation > j.generation`.execute(tx);
  return new Set(rows.map(({ entity }) => entity));
};

export const loadMarkNumbers = async (
  database: Database | Tx,
): Promise<ReadonlyMap<string, number>> => {
  const rows = await database.selectFrom("journal_marks").select(["process", "number"]).execute();
  return new Map(rows.map(({ process, number }) => [process, number]));
};

/** Committed before the journal's mark names the number, so that the mark never runs ahead. */
export const saveMarkNumber = async (
  database: Database,
  process: string,
  number: number,
  now: number,
): Promise<void> => {
  const at = new Date(now);
  await database
    .insertInto("journal_marks")
    .values({ process, number, at })
    .onConflict((conflict) => conflict.column("process").doUpdateSet({ number, at }))
    .execute();
};
