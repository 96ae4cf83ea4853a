import type { Database, Tx } from "../platform/database.ts";

/** The moment of the latest recovery, Unix seconds; null: this database was never recovered. */
export const loadFloorSecond = async (database: Database | Tx): Promise<number | null> => {
  const { floor } = await database
    .selectFrom("recoveries")
    .select((eb) => eb.fn.max("floor_second").as("floor"))
    .executeTakeFirstOrThrow();
  return floor;
};
