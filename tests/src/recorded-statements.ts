/** What a server in this process sends to the database while something happens: the very statements, with their values. */
import pg from "pg";

export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

interface Recorded<T> {
  readonly result: T;
  readonly statements: readonly Statement[];
}

type Query = (this: pg.Client, ...given: unknown[]) => unknown;

/** Listens at the driver and passes everything on unchanged. */
export const recordStatements = async <T>(act: () => Promise<T>): Promise<Recorded<T>> => {
  const driver = pg.Client.prototype as { query: Query };
  const { query } = driver;
  const statements: Statement[] = [];
  driver.query = function listen(...given) {
    const statement = statementOf(given);
    if (statement !== undefined) statements.push(statement);
    return query.apply(this, given);
  };
  try {
    return { result: await act(), statements };
  } finally {
    driver.query = query;
  }
};

const statementOf = ([first, second]: readonly unknown[]): Statement | undefined => {
  if (typeof first === "string") {
    return { text: first, values: Array.isArray(second) ? second : [] };
  }
  if (typeof first !== "object" || first === null || !("text" in first)) return undefined;
  const { text } = first;
  const values = "values" in first && Array.isArray(first.values) ? first.values : [];
  return typeof text === "string" ? { text, values } : undefined;
};
