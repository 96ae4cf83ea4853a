/** How many codes came in, and where refused ones pile up: counted from the events, by the id their time had. */
import type { burstKeys } from "@ramznama/contract";
import { sql } from "kysely";
import type { Tx } from "../platform/database.ts";
import { loadIdAt, slackBefore } from "./find-events.ts";

export interface HourCount {
  readonly hour: Date;
  readonly accepted: number;
  readonly refused: number;
  readonly throttled: number;
}

/** Hours without a code are left out. Oldest first. */
export const countCodesByHour = async (tx: Tx, since: Date): Promise<readonly HourCount[]> => {
  const firstId = await loadIdAt(tx, slackBefore(since));
  const { rows } = await sql<HourCount>`
    select date_trunc('hour', at) as hour,
      count(*) filter (where type = 'code.accepted')::integer as accepted,
      count(*) filter (where type = 'code.refused')::integer as refused,
      count(*) filter (where type = 'code.throttled')::integer as throttled
    from audit_events
    where id >= ${firstId} and at >= ${since}
      and type in ('code.accepted', 'code.refused', 'code.throttled')
    group by 1 order by 1`.execute(tx);
  return rows;
};

export interface Burst {
  readonly key: string;
  readonly channel: string | null;
  readonly serial: string | null;
  readonly customerId: string | null;
  readonly count: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

type BurstKey = (typeof burstKeys)[number];

/** What refusals are grouped by; rows whose key is null belong to no group. */
const groupings: Readonly<
  Record<BurstKey, { readonly key: string; readonly channel: string; readonly token: boolean }>
> = {
  // Without a token only the keyed digest of what was tried is known.
  subject: {
    key: "coalesce(e.serial, e.details ->> 'subjectDigest')",
    channel: "null::text",
    token: true,
  },
  channel: { key: "e.actor", channel: "e.actor", token: false },
  origin: { key: "e.details ->> 'origin'", channel: "e.actor", token: false },
  // A refusal happens at no branch: it is counted where its token was issued.
  branch: {
    key: "(select branch from tokens where tokens.id = e.token_id)",
    channel: "null::text",
    token: false,
  },
};

/** Most first. */
export const findBursts = async (
  tx: Tx,
  { by, since, limit }: { readonly by: BurstKey; readonly since: Date; readonly limit: number },
): Promise<readonly Burst[]> => {
  const { key, channel, token } = groupings[by];
  const firstId = await loadIdAt(tx, slackBefore(since));
  const ofToken = (column: string) => sql.raw(token ? `e.${column}` : "null::text");
  const { rows } = await sql<Burst>`
    select key, channel, serial, "customerId", count(*)::integer as count,
      min(at) as "firstAt", max(at) as "lastAt"
    from (
      select ${sql.raw(key)} as key, ${sql.raw(channel)} as channel, ${ofToken("serial")} as serial,
        ${ofToken("customer_id")} as "customerId", e.at
      from audit_events e
      where e.type = 'code.refused' and e.id >= ${firstId} and e.at >= ${since}
    ) refused
    where key is not null
    group by key, channel, serial, "customerId"
    order by count(*) desc, key
    limit ${limit}`.execute(tx);
  return rows;
};
