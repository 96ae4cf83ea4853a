/** Limits per card (or customer) and day: what an ATM may be made to do again and again (api.md, Channels). */
import { jalaliDateInTehran, startOfDayInTehran } from "@ramznama/persian";
import { sql } from "kysely";
import type { Tx } from "../platform/database.ts";
import { RamznamaError } from "../platform/ramznama-error.ts";

/**
 * Counts one act; a refused act is not counted, since its transaction is rolled back.
 * @param limit acts a day, the day being one of Tehran's
 * @throws RamznamaError `daily_limit_reached`
 */
export const countAgainstLimit = async (
  tx: Tx,
  now: number,
  subjectDigest: Uint8Array,
  act: string,
  limit: number,
): Promise<void> => {
  const { count } = await tx
    .insertInto("daily_limits")
    .values({ subject_digest: subjectDigest, act, day: dayInTehran(now), count: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(["subject_digest", "act", "day"])
        .doUpdateSet({ count: sql`daily_limits.count + 1` }),
    )
    .returning("count")
    .executeTakeFirstOrThrow();
  if (count <= limit) return;
  throw new RamznamaError("daily_limit_reached", { retryAfterSeconds: secondsLeftToday(now) });
};

const dayMilliseconds = 86_400_000;

/** Until the next day begins in Tehran, at least one second. */
const secondsLeftToday = (now: number): number =>
  Math.max(
    1,
    Math.ceil((startOfDayInTehran(jalaliDateInTehran(now)) + dayMilliseconds - now) / 1000),
  );

const tehranDay = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Tehran" });

/** YYYY-MM-DD. */
export const dayInTehran = (now: number): string => tehranDay.format(new Date(now));
