// A process that owns a database, for tests that kill it: owner.ts FOLDER [lets-it-live]
// Prints one JSON line, {"pid","url"} or {"code","message"}, and stays until it is killed.

import { PostgresError, startPostgres } from "../index.ts";

const [dataFolder = "", letsItLive] = process.argv.slice(2);

try {
  const endsWithStarter = letsItLive === undefined;
  const { pid, url } = await startPostgres({ dataFolder, endsWithStarter });
  process.stdout.write(`${JSON.stringify({ pid, url })}\n`);
} catch (error) {
  if (!(error instanceof PostgresError)) throw error;
  process.stdout.write(`${JSON.stringify({ code: error.code, message: error.message })}\n`);
}
