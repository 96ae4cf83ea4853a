/** The last events about one customer, newest first: of the tokens named, and of the customer as such. */
import { sql } from "kysely";
import type { Database } from "../platform/database.ts";
import { acceptedType, tokenEvents } from "./token-events.ts";

export interface CustomerEventRow {
  readonly id: number;
  readonly at: Date;
  readonly type: string;
  readonly token_id: number | null;
  readonly details: Readonly<Record<string, unknown>>;
}

interface Wanted {
  readonly customerId: string;
  readonly tokenIds: readonly number[];
  readonly types: readonly string[];
  readonly limit: number;
}

/** Token by token: an old token has thousands of accepted codes, and only its last count here. */
export const loadCustomerEvents = async (
  database: Database,
  { customerId, tokenIds, types, limit }: Wanted,
): Promise<readonly CustomerEventRow[]> => {
  const ofToken = tokenEvents({
    token: sql.ref("t.id"),
    hasAccepted: types.includes(acceptedType),
    where: (event) => sql<boolean>`${event}.type = any(${[...types]})`,
    order: "desc",
    limit,
  });
  const { rows } = await sql<CustomerEventRow>`
    select id, at, type, token_id, details from (
      select e.* from unnest(${[...tokenIds]}::bigint[]) as t (id) cross join lateral ${ofToken} e
      union all
      (select * from audit_events
        where token_id is null and customer_id = ${customerId} and type = any(${[...types]})
        order by id desc limit ${limit})
    ) found order by id desc limit ${limit}`.execute(database);
  return rows;
};
