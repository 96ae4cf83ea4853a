/** The server's keys for the operator, the newest first: what is valid, and since or until when. */
import { rfc3339 } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";

interface ListedKey {
  readonly k: string;
  readonly standing: string;
}

export const listServerKeys = async (
  database: Database,
  now: number,
): Promise<readonly ListedKey[]> => {
  const rows = await database
    .selectFrom("server_keys")
    .select(["k", "not_before", "not_after", "retired_at"])
    .orderBy("not_before", "desc")
    .execute();
  return rows.map(({ k, not_before: notBefore, not_after: notAfter, retired_at: retiredAt }) => ({
    k,
    standing:
      retiredAt !== null
        ? `retired ${rfc3339(retiredAt)}`
        : notAfter.getTime() <= now
          ? `expired ${rfc3339(notAfter)}`
          : `valid from ${rfc3339(notBefore)} until ${rfc3339(notAfter)}`,
  }));
};
