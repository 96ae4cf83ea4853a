/** Migrations run by themselves at start; two servers starting together wait for each other (kysely's own lock). */
import { Migrator, type Migration } from "kysely/migration";
import { createDatabase, createPool, type Database, type DatabaseOptions } from "./database.ts";
import { RamznamaError } from "./ramznama-error.ts";

export type Migrations = Readonly<Record<string, Migration>>;

/**
 * The same on connections of its own, which wait for long statements, and are closed again.
 * @throws as `migrate`
 */
export const migrateAt = async (
  options: Pick<DatabaseOptions, "url" | "logger">,
  migrations: Migrations,
): Promise<void> => {
  const pool = createPool({ ...options, maxConnections: 2, isPatient: true });
  try {
    await migrate(createDatabase(pool), migrations);
  } finally {
    await pool.end();
  }
};

/** @throws RamznamaError `internal_error` with the failed migration's name; nothing of it is kept. */
export const migrate = async (
  database: Database,
  migrations: Migrations,
): Promise<readonly string[]> => {
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
    migrationTableName: "schema_migrations",
    migrationLockTableName: "schema_migrations_lock",
    // Numbers are given by slice: a database that has 0070 already may meet a new 0063, which then runs after it.
    allowUnorderedMigrations: true,
  });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error !== undefined) {
    const failed = results.find((result) => result.status === "Error")?.migrationName ?? "?";
    throw new RamznamaError("internal_error", {
      detail: `The database could not be brought up to date at migration "${failed}".`,
      cause: error,
    });
  }
  return results.map((result) => result.migrationName);
};
