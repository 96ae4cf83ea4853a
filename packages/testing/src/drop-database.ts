import pg from "pg";

const triesMax = 3;

/**
 * Drops a database that the client's role owns, whoever of that role is still connected to it; nothing happens when there
 * is none. `WITH (FORCE)` would be shorter, but an ordinary role is refused there as soon as PostgreSQL's own autovacuum is
 * in the database; a plain DROP DATABASE ends that itself, and waits up to five seconds for those who are leaving.
 */
export async function dropDatabase(client: pg.Client, name: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = $1 AND usename = session_user`,
      [name],
    );
    try {
      await client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)}`);
      return;
    } catch (error) {
      // Somebody has come (back) between the two statements.
      if (!isInUse(error) || tries === triesMax) throw error;
    }
  }
}

/** SQLSTATE object_in_use. */
const isInUse = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code === "55006";
