/** How rows that are past their time are deleted. */
import { sql, type RawBuilder } from "kysely";
import type { Database, Tables } from "./database.ts";

export const dayMilliseconds = 86_400_000;

export const daysAgo = (now: number, days: number): Date => new Date(now - days * dayMilliseconds);

/** The same as a date, `2026-11-25`. */
export const dayAgo = (now: number, days: number): string =>
  daysAgo(now, days).toISOString().slice(0, 10);

const rowsARound = 10_000;

/**
 * In rounds, since an hour of a busy bank leaves millions: none is long, and what one has forgotten stays forgotten.
 * @param isPast a condition over the table's columns; asked of each row twice, since another may renew it meanwhile
 * @returns how many rows were deleted
 */
export const forgetRows = async (
  database: Database,
  table: keyof Tables,
  isPast: RawBuilder<unknown>,
): Promise<number> => {
  const name = sql.table(table);
  for (let count = 0; ;) {
    const { numAffectedRows = 0n } = await sql`
      delete from ${name} where ctid = any(array(
        select ctid from ${name} where ${isPast} limit ${rowsARound})) and ${isPast}`.execute(
      database,
    );
    count += Number(numAffectedRows);
    if (numAffectedRows < rowsARound) return count;
  }
};
