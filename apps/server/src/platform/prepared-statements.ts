/**
 * Statements that are planned once per connection instead of each time: of a short one PostgreSQL spends more on the
 * plan than on the rows. Each text gets a name of its own, by which a connection knows it from the second time on.
 */
import type { PostgresPool, PostgresPoolClient } from "kysely";
import type pg from "pg";

/** Lists of values make a text for each length; what comes beyond this many is planned each time, as without a name. */
const namesMax = 1_000;

interface StatementNames {
  /** Undefined for what is to be planned each time. */
  nameOf(text: string): string | undefined;
  /** From now on every text has another name. */
  renew(): void;
}

const createNames = (): StatementNames => {
  const names = new Map<string, string>();
  let generation = 0;
  return {
    nameOf: (text) => {
      const known = names.get(text);
      if (known !== undefined || names.size >= namesMax) return known;
      const name = `k${generation}-${names.size}`;
      names.set(text, name);
      return name;
    },
    renew: () => {
      names.clear();
      generation += 1;
    },
  };
};

/** What Kysely asks of a pool, over a pool of `pg`, with every statement that takes values prepared. */
export const preparing = (pool: pg.Pool): PostgresPool => {
  const names = createNames();
  // The same object for the same connection: Kysely knows connections by it.
  const clients = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  return {
    connect: async () => {
      const client = await pool.connect();
      const known = clients.get(client) ?? prepareOn(client, names);
      clients.set(client, known);
      return known;
    },
    end: () => pool.end(),
    options: pool.options,
  };
};

const prepareOn = (client: pg.PoolClient, names: StatementNames): PostgresPoolClient => {
  // A statement that was not answered may still be under way, and with it a transaction: whoever takes the connection
  // next would write into that one, and lose it with a stranger's rollback.
  let isUnanswered = false;
  const query = async (text: string, values: readonly unknown[]) => {
    // Without values it is the start or the end of a transaction.
    const name = values.length === 0 ? undefined : names.nameOf(text);
    try {
      return await client.query({ text, values: [...values], ...(name && { name }) });
    } catch (error) {
      if (isPlanOutdated(error)) names.renew();
      if (!isAnswer(error)) isUnanswered = true;
      throw error;
    }
  };
  return {
    // Kysely's type has a second form, for cursors, which are read as they are.
    query: ((text: string | pg.Submittable, values: readonly unknown[]) =>
      typeof text === "string" ? query(text, values) : client.query(text)) as never,
    release: (isDiscarded) => {
      client.release(isDiscarded === true || isUnanswered);
    },
  };
};

/** The database itself has said what is wrong; all else is the connection's or ours. */
const isAnswer = (error: unknown): boolean => error instanceof Error && "severity" in error;

/**
 * 0A000: a migration has changed the columns of a statement that connections had prepared. The transaction left no
 * trace and may be tried again, under a new name.
 */
export const isPlanOutdated = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "0A000";
