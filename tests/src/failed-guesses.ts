/**
 * A token at which strangers have guessed as often as a year allows, without a test having to live through the two weeks
 * that the delays make of it: what throttling.test.ts shows to be stored is stored here at once.
 */
import pg from "pg";
import type { TestBank } from "./test-bank.ts";

const daySeconds = 86_400;
const fiveADay = 5;

/** @param count failures, the newest of them a day old, so that no delay runs beside them */
export const saveGuesses = async (
  bank: Pick<TestBank, "databaseUrl" | "clock">,
  serial: string,
  count: number,
): Promise<void> => {
  const yesterday = Math.floor(bank.clock.now() / 1000) - daySeconds;
  const seconds = Array.from(
    { length: count },
    (_, index) => yesterday - Math.floor((count - 1 - index) / fiveADay) * daySeconds,
  );
  const client = new pg.Client({ connectionString: bank.databaseUrl });
  await client.connect();
  try {
    await client.query(
      `insert into token_counters (token_id, failure_seconds)
       select id, $2::bigint[] from tokens where serial = $1
       on conflict (token_id) do update set failure_seconds = excluded.failure_seconds`,
      [serial, seconds],
    );
  } finally {
    await client.end();
  }
};

export const wholeYear = 70;
