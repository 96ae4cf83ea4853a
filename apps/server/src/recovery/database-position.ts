/** Where a database stands: which one it is, and how far its history has come. */
import { sql } from "kysely";
import { z } from "zod";
import type { Database, Tx } from "../platform/database.ts";

export const positionSchema = z.object({
  /** Of the cluster, from its birth: a dump that is read into another cluster has another. */
  system: z.string(),
  /** Of the database and of a table that every dump makes anew: a dump read back has others. */
  objects: z.string(),
  /** Rises with every promotion and every recovery to a point in time. */
  timeline: z.string(),
  /** Bytes of write-ahead log that are on disk: all that was acknowledged lies below. */
  flushed: z.number().int().nonnegative(),
});

export type DatabasePosition = z.infer<typeof positionSchema>;

/** Throws on a standby, whose position is not its own: such a server cannot be written anyway. */
const positionQuery = `
  select (select system_identifier::text from pg_control_system()) as system,
    (select oid::text from pg_database where datname = current_database()) || '/' ||
      'token_counters'::regclass::oid || '/' || pg_relation_filenode('token_counters') as objects,
    substr(pg_walfile_name(pg_current_wal_flush_lsn()), 1, 8) as timeline,
    (pg_current_wal_flush_lsn() - '0/0'::pg_lsn)::bigint as flushed`;

/** The same with the latest number of the process `$1`, in one question to a connection that just opened. */
export const positionAndNumberQuery = `select position.*,
  coalesce((select number from journal_marks where process = $1), 0)::bigint as number
  from (${positionQuery}) as position`;

export const positionAndNumberSchema = positionSchema.extend({ number: z.number().int() });

export const loadPosition = async (database: Database | Tx): Promise<DatabasePosition> => {
  const { rows } = await sql.raw(positionQuery).execute(database);
  return positionSchema.parse(rows[0]);
};
