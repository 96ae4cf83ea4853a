/** One PostgreSQL pool and its typed query builder; transactions are short and say what they lock. */
import { Kysely, PostgresDialect, sql, type Transaction } from "kysely";
import pg from "pg";
import { isPlanOutdated, preparing } from "./prepared-statements.ts";
import { afterCommit } from "./after-commit.ts";
import { RamznamaError } from "./ramznama-error.ts";
import { describeError, type Logger } from "./logger.ts";

/** bigint counts and ids stay far below 2^53 here; as strings they would compare wrongly. */
const parseBigint = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError("a bigint from the database exceeds 2^53");
  return value;
};
const INT8 = 20;
const INT8_ARRAY = 1016;

export interface DatabaseOptions {
  readonly url: string;
  readonly maxConnections: number;
  readonly logger: Logger;
  /** Statements may take as long as they need: for migrations, which a grown database makes long. */
  readonly isPatient?: boolean;
  /** How long an answer may take before the connection is given up; longer than the database gives a statement. */
  readonly answerMilliseconds?: number;
  /** Settings of each session, as `-c name=value`. */
  readonly settings?: readonly string[];
  /** Every new connection passes it before its first use. @throws to refuse the connection */
  readonly admit?: (client: pg.ClientBase) => Promise<void>;
}

export const createPool = (options: DatabaseOptions): pg.Pool => {
  const { url, maxConnections, logger, settings = [], admit, isPatient = false } = options;
  const { answerMilliseconds = 25_000 } = options;
  const types = new pg.TypeOverrides();
  types.setTypeParser(INT8, parseBigint);
  types.setTypeParser(INT8_ARRAY, (text: string) =>
    text === "{}" ? [] : text.slice(1, -1).split(",").map(parseBigint),
  );
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    types,
    application_name: "ramznama",
    connectionTimeoutMillis: 5_000,
    idle_in_transaction_session_timeout: 30_000,
    statement_timeout: isPatient ? 0 : 20_000,
    // The database ends a long statement itself; these notice when the database's host is gone and says nothing.
    query_timeout: isPatient ? 0 : answerMilliseconds,
    keepAlive: true,
    options: ["-c timezone=UTC", "-c client_min_messages=warning", ...settings].join(" "),
    // eslint-disable-next-line @typescript-eslint/no-misused-promises -- the pool waits for it; its types do not say so
    ...(admit === undefined ? {} : { onConnect: admit }),
  });
  // A connection that drops (a restarting database) must not end the process, whether it is idle in the pool or
  // between two statements of a transaction: the next query fails or opens another.
  const survive = (error: Error): void => {
    logger.warn("database.connection-lost", describeError(error));
  };
  pool.on("error", survive);
  pool.on("connect", (client) => {
    client.on("error", survive);
  });
  return pool;
};

/** Every slice adds the tables it owns (`declare module`), so that one typed database serves all without a cycle. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled by the slices
export interface Tables {}

export type Database = Kysely<Tables>;
export type Tx = Transaction<Tables>;

export const createDatabase = (pool: pg.Pool): Database =>
  new Kysely<Tables>({ dialect: new PostgresDialect({ pool: preparing(pool) }) });

/**
 * SQLSTATE classes after which the same transaction may simply be tried again: it left no trace.
 * 40001 serialization failure, 40P01 deadlock.
 */
const repeatable = new Set(["40001", "40P01"]);

/** Connection trouble: 08 connection exception, 57014 a statement that took too long, 57P01–03 shutdown, and what the socket says. */
const unavailable = /^(08...|57014|57P0[1-3]|53300|ECONN.*|EPIPE|ETIMEDOUT|ENOTFOUND|ENOENT)$/;

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";

const connectionLost =
  /Connection terminated|Query read timeout|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable/;

export const isDatabaseUnavailable = (error: unknown): boolean =>
  unavailable.test(codeOf(error)) ||
  (error instanceof RamznamaError && error.code === "database_unavailable") ||
  (error instanceof AggregateError && error.errors.some(isDatabaseUnavailable)) ||
  (error instanceof Error && connectionLost.test(error.message));

/** 23505: a row with this key is there already. */
export const isUniqueViolation = (error: unknown): boolean => codeOf(error) === "23505";

/** 55P03: a lock was not granted within `lock_timeout`. */
export const isLockTimeout = (error: unknown): boolean => codeOf(error) === "55P03";

/** A deadlock, a serialization failure or an outdated plan: the same work may simply be tried again. */
export const isRepeatable = (error: unknown): boolean =>
  repeatable.has(codeOf(error)) || isPlanOutdated(error);

const attempts = 4;

/**
 * Runs `work` in one READ COMMITTED transaction. What PostgreSQL has rolled back whole and may go better (a deadlock, an
 * outdated plan) is repeated. A lost connection is not: the commit may have happened, and "unknown" counts as done.
 * @throws RamznamaError `database_unavailable`
 */
export const transaction = async <T>(
  database: Database,
  work: (tx: Tx) => Promise<T>,
): Promise<T> => {
  let used: Tx | undefined;
  const result = await repeatWhileRolledBack(database, (tx) => work((used = tx)));
  // It is committed: whatever fails from here on must not make it happen again.
  await afterCommit(database, used);
  return result;
};

const repeatWhileRolledBack = async <T>(
  database: Database,
  work: (tx: Tx) => Promise<T>,
): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await database.transaction().execute(work);
    } catch (error) {
      if (isRepeatable(error) && attempt < attempts) continue;
      throw isDatabaseUnavailable(error)
        ? new RamznamaError("database_unavailable", { retryAfterSeconds: 2, cause: error })
        : error;
    }
  }
};

/** A lock by name for the length of the transaction, where there is no row to lock yet. */
export const lockName = async (tx: Tx, name: string): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(tx);
};
