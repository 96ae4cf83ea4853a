/** The whole content of the bank's database, as an attacker with a dump sees it and as "nothing changed" means it. */
import pg from "pg";
import type { TestBank } from "./test-bank.ts";

/** Every row of every table as text, tables and rows in a stable order; bytea stands in hex. */
export const dumpDatabase = async (
  url: string,
): Promise<ReadonlyMap<string, readonly string[]>> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      "select table_name as name from information_schema.tables where table_schema = 'public' order by 1",
    );
    const dump = new Map<string, readonly string[]>();
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(
        `select t::text as row from ${pg.escapeIdentifier(name)} t order by 1`,
      );
      dump.set(
        name,
        rows.map(({ row }) => row),
      );
    }
    return dump;
  } finally {
    await client.end();
  }
};

/** To be compared before and after what must change nothing. */
export const storedContent = async (
  bank: Pick<TestBank, "databaseUrl" | "drain">,
): Promise<Record<string, readonly string[]>> => {
  // What earlier requests queued would change the content by itself.
  await bank.drain();
  const dump = await dumpDatabase(bank.databaseUrl);
  return Object.fromEntries(
    [...dump]
      // Proofs are remembered whether or not what they were for was granted, and servers number their own looks.
      .filter(([table]) => table !== "seen_proofs" && table !== "journal_marks")
      .map(([table, rows]) => [table, rows.filter((row) => !isRefusalNote(table, row))]),
  );
};

/** That somebody tried and was refused is written down; it is all that a refusal may write. */
const isRefusalNote = (table: string, row: string): boolean =>
  table === "audit_events" && row.includes(",request.refused,");
