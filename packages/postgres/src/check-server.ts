// A database server that somebody gives us (DATABASE_URL): there, let in, and of a version we know.

import pg from "pg";
import { PostgresError, systemCodeOf } from "./postgres-error.ts";

const oldestVersion = 15;
const newestVersion = 18;
const connectMilliseconds = 10_000;

/** Throws one plain sentence when the server cannot serve; returns its major version. */
export async function checkServer(url: string): Promise<number> {
  const place = placeOf(url);
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: connectMilliseconds,
  });
  // A connection that breaks later is the business of the query in hand.
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string; standby: boolean }>(
      "SELECT current_setting('server_version_num') AS version, pg_is_in_recovery() AS standby",
    );
    return verdict(place, Math.floor(Number(rows[0]?.version) / 10_000), rows[0]?.standby === true);
  } catch (error) {
    throw error instanceof PostgresError ? error : explain(place, error);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function verdict(place: string, version: number, standby: boolean): number {
  if (!(version >= oldestVersion && version <= newestVersion)) {
    throw new PostgresError(
      "other_version",
      `The database at ${place} is PostgreSQL ${version}, and Ramznama is made for ${oldestVersion} to ${newestVersion}: give another server in DATABASE_URL, or leave it out for the built-in one.`,
    );
  }
  if (standby) {
    throw new PostgresError(
      "server_unusable",
      `The database at ${place} is a standby that takes no writes: give the primary in DATABASE_URL.`,
    );
  }
  return version;
}

// The address without the password, which must not be printed.
function placeOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^postgres(ql)?:$/.test(parsed.protocol)) {
    throw new PostgresError(
      "server_unusable",
      "DATABASE_URL is no PostgreSQL address: write it as postgresql://user:password@host:5432/database.",
    );
  }
  return `${parsed.hostname || "localhost"}:${parsed.port || "5432"}${parsed.pathname}`;
}

function explain(place: string, error: unknown): PostgresError {
  const reason = reasonOf(systemCodeOf(error));
  return new PostgresError(
    "server_unusable",
    `The database at ${place} cannot be used (${reason}): check DATABASE_URL and that the server runs, or leave it out for the built-in one.`,
    error,
  );
}

// https://www.postgresql.org/docs/18/errcodes-appendix.html, and the system's own codes.
function reasonOf(code: string | undefined): string {
  switch (code) {
    case "28P01":
    case "28000":
      return "it refuses this user or password";
    case "3D000":
      return "it has no database of that name";
    case "53300":
      return "it has no connection left";
    case "57P03":
      return "it is still starting or shutting down";
    case "ECONNREFUSED":
      return "nobody listens there";
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return "the host name is unknown";
    default:
      return code ?? "no answer";
  }
}
