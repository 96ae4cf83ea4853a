import pg from "pg";

/**
 * Drops a database that the client's role owns, whoever of that role is still connected to it; nothing happens when there
 * is none. `WITH (FORCE)` would be shorter, but an ordinary role is refused there as soon as PostgreSQL's own autovacuum is
 * in the database; a plain DROP DATABASE ends that itself, and waits up to five seconds for those who are leaving.
 */
export async function dropDatabase(client: pg.Client, name: string): Promise<void> {
  const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
  if (found.rowCount === 0) return;
  const database = pg.escapeIdentifier(name);
  // Or somebody could come back before it is dropped.
  await client.query(`ALTER DATABASE ${database} ALLOW_CONNECTIONS false`);
  await client.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = $1 AND usename = current_user`,
    [name],
  );
  await client.query(`DROP DATABASE ${database}`);
}
