/**
 * The events of one token. The many about accepted codes stand in no index by token, which would cost each of them more
 * than the event itself: each names the one before it, and the token's counters name the last (tables.ts). So they are
 * read from the newest on, by the primary key; all others by their index.
 */
import { sql, type RawBuilder } from "kysely";

interface TokenEventsWanted {
  /** The token's id, as a value or a column. */
  readonly token: RawBuilder<unknown>;
  /** Whether accepted codes can be among what is asked for. */
  readonly hasAccepted: boolean;
  /** What else must hold of an event; given the name its row goes by. */
  readonly where: (event: RawBuilder<unknown>) => RawBuilder<boolean>;
  readonly order: "asc" | "desc";
  /** None older is asked for. */
  readonly firstId?: number | undefined;
  readonly limit: number;
}

export const acceptedType = "code.accepted";

/** A subquery with the columns of `audit_events`, ordered by id. */
export const tokenEvents = (wanted: TokenEventsWanted): RawBuilder<unknown> => {
  const { hasAccepted, order, limit } = wanted;
  const others = otherEvents(wanted);
  if (!hasAccepted) return others;
  return sql`(select * from (select * from ${acceptedCodes(wanted)} a union all select * from ${others} o) of_token
    order by id ${sql.raw(order)} limit ${limit})`;
};

const otherEvents = ({ token, where, order, firstId = 0, limit }: TokenEventsWanted) => sql`
  (select e.* from audit_events e
    where e.token_id = ${token} and e.type <> ${sql.lit(acceptedType)} and e.id >= ${firstId} and ${where(e)}
    order by e.id ${sql.raw(order)} limit ${limit})`;

/** From the newest on; in that order the walk ends as soon as enough were found. */
const acceptedCodes = ({ token, where, order, firstId = 0, limit }: TokenEventsWanted) => {
  const goesOn = order === "desc" ? sql`walk.found < ${limit}` : sql`true`;
  const step = (from: RawBuilder<unknown>, found: RawBuilder<unknown>) => sql`
    select e.id, e.previous_id, fit.fits, ${found} + fit.fits::integer as found
    from ${from} cross join lateral (select coalesce(${where(e)}, false) as fits) fit
    where e.token_id = ${token} and e.id >= ${firstId}`;
  return sql`(
    with recursive walk as (
      ${step(
        sql`token_counters c join audit_events e
          on c.token_id = ${token} and e.id = c.last_accepted_event`,
        sql`0`,
      )}
      union all
      ${step(
        sql`walk join audit_events e on e.id = walk.previous_id and e.id < walk.id and ${goesOn}`,
        sql`walk.found`,
      )}
    )
    select e.* from (
      select id from walk where fits order by id ${sql.raw(order)} limit ${limit}
    ) page join audit_events e on e.id = page.id)`;
};

const e = sql.raw("e");
