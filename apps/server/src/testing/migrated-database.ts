/** A fresh database with the server's tables, copied from a template that is migrated once per test run. */
import { createTestDatabase, ensureTestTemplate } from "@ramznama/testing";
import { createDatabase, createPool, type Database } from "../platform/database.ts";
import { createLogger } from "../platform/logger.ts";
import { migrate } from "../platform/migrations.ts";
import { migrations } from "../schema.ts";

export interface MigratedDatabase {
  readonly database: Database;
  readonly url: string;
  drop(): Promise<void>;
}

const open = (url: string): Database =>
  createDatabase(createPool({ url, maxConnections: 4, logger: createLogger("silent") }));

export const createMigratedDatabase = async (): Promise<MigratedDatabase> => {
  const template = await ensureTestTemplate("server_migrated", async (url) => {
    const database = open(url);
    await migrate(database, migrations);
    await database.destroy();
  });
  const made = await createTestDatabase({ template });
  const database = open(made.url);
  return {
    database,
    url: made.url,
    drop: async () => {
      await database.destroy();
      await made.drop();
    },
  };
};
