/** One question to the bank's database, as its operator would ask it. */
import pg from "pg";
import type { TestBank } from "./test-bank.ts";

export const askDatabase = async <T extends pg.QueryResultRow>(
  { databaseUrl }: Pick<TestBank, "databaseUrl">,
  text: string,
): Promise<T[]> => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
};
