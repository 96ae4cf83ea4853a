/**
 * Events by filter, a page at a time by key. Every filter finds its rows by an index (tables.ts) or, of a token's accepted
 * codes, from each to the one before it (token-events.ts), and a time by the id that events had then: nothing reads the
 * whole table, however old it is.
 */
import { sql, type RawBuilder } from "kysely";
import { rfc3339 } from "../platform/clock.ts";
import type { Database, Tx } from "../platform/database.ts";
import type { EventRow } from "./load-token-events.ts";
import { acceptedType, tokenEvents } from "./token-events.ts";

export interface EventFilter {
  readonly type?: string | undefined;
  readonly customerId?: string | undefined;
  readonly serial?: string | undefined;
  readonly actor?: string | undefined;
  readonly branch?: string | undefined;
  /** RFC 3339. */
  readonly from?: string | undefined;
  /** RFC 3339, exclusive. */
  readonly to?: string | undefined;
}

export interface EventPage {
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
  readonly order: "asc" | "desc";
  /** Exclusive: where the page before ended. */
  readonly beyondId?: number | undefined;
  /** Inclusive. */
  readonly lastId?: number | undefined;
  readonly limit: number;
}

/** Events are written in about the order of their times: servers' clocks differ, and commits overtake one another. */
const slackMilliseconds = 600_000;

export const slackBefore = (at: Date): Date => new Date(at.getTime() - slackMilliseconds);

/** The first id that an event of this moment or later can have. */
export const loadIdAt = async (database: Database | Tx, at: Date): Promise<number> => {
  const { rows } = await sql<{ id: number }>`select audit_id_at(${at}) as id`.execute(database);
  const [row] = rows;
  if (row === undefined) throw new Error("audit_id_at gave no row");
  return row.id;
};

/** Of the newest event; 0 when there is none. */
export const loadLastId = async (database: Database): Promise<number> => {
  const row = await database
    .selectFrom("audit_events")
    .select("id")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? 0;
};

interface IdRange {
  readonly firstId: number | undefined;
  readonly endId: number | undefined;
}

const loadIdRange = async (
  database: Database | Tx,
  { from, to }: EventFilter,
): Promise<IdRange> => {
  const idAt = (text: string, slack: number): Promise<number> =>
    loadIdAt(database, new Date(Date.parse(text) + slack));
  return {
    firstId: from === undefined ? undefined : await idAt(from, -slackMilliseconds),
    endId: to === undefined ? undefined : await idAt(to, slackMilliseconds),
  };
};

/** A filter with what had to be asked about it, once for all its pages. */
interface PreparedSearch {
  readonly filter: EventFilter;
  readonly range: IdRange;
  readonly leavesOut: boolean;
  readonly parts: readonly Part[];
}

export const prepareSearch = async (
  database: Database | Tx,
  filter: EventFilter,
): Promise<PreparedSearch> => ({
  filter,
  range: await loadIdRange(database, filter),
  leavesOut: await leavesOutAccepted(database, filter),
  parts: await loadParts(database, filter),
});

export const findEvents = async (
  database: Database | Tx,
  { filter, range, leavesOut, parts }: PreparedSearch,
  page: EventPage,
): Promise<EventRow[]> => {
  const found: EventRow[] = [];
  for (const part of parts) {
    found.push(...(await findPart(database, { ...filter, ...part, leavesOut }, range, page)));
  }
  const sign = page.order === "asc" ? 1 : -1;
  return found.sort((one, other) => sign * (one.id - other.id)).slice(0, page.limit);
};

/** Which events a part of the answer is made of; both undefined: all that there are. */
interface Part {
  readonly tokenId?: number;
  /** Of a customer, and of no token of theirs. */
  readonly customerAlone?: string;
}

/** Events of a token are found by its id alone (token-events.ts); so those of a customer are found token by token. */
const loadParts = async (
  database: Database | Tx,
  { customerId, serial }: EventFilter,
): Promise<readonly Part[]> => {
  if (customerId === undefined && serial === undefined) return [{}];
  let query = database.selectFrom("tokens").select("id");
  if (customerId !== undefined) query = query.where("customer_id", "=", customerId);
  if (serial !== undefined) query = query.where("serial", "=", serial);
  const ofTokens = (await query.execute()).map(({ id }) => ({ tokenId: id }));
  // What names a serial is of that token.
  if (customerId === undefined || serial !== undefined) return ofTokens;
  return [...ofTokens, { customerAlone: customerId }];
};

interface PartFilter extends EventFilter, Part {
  readonly leavesOut: boolean;
}

const findPart = async (
  database: Database | Tx,
  filter: PartFilter,
  range: IdRange,
  page: EventPage,
): Promise<readonly EventRow[]> => {
  const { order, limit } = page;
  const { tokenId, type, branch, leavesOut } = filter;
  // Accepted codes happen at no branch.
  const hasAccepted = (type ?? acceptedType) === acceptedType && !leavesOut && branch === undefined;
  const where = (event: RawBuilder<unknown>) => fits(event, filter, range, page);
  const firstId = Math.max(range.firstId ?? 0, order === "asc" ? (page.beyondId ?? 0) : 0);
  const direction = sql.raw(order);
  const events =
    tokenId === undefined
      ? sql`(select e.* from audit_events e where ${where(sql.raw("e"))} order by e.id ${direction} limit ${limit})`
      : tokenEvents({ token: sql`${tokenId}`, hasAccepted, where, order, firstId, limit });
  const { rows } = await sql<EventRow>`
    select * from ${events} found order by id ${direction}`.execute(database);
  return rows;
};

/** Whether the row that goes by this name is asked for. */
const fits = (
  event: RawBuilder<unknown>,
  filter: PartFilter,
  { firstId, endId }: IdRange,
  { now, order, beyondId, lastId }: EventPage,
): RawBuilder<boolean> => {
  const { type, customerAlone, actor, branch, from, to, leavesOut } = filter;
  const conditions = [tellsNoCodeToCome(event, now)];
  const must = (condition: RawBuilder<boolean>): unknown => conditions.push(condition);
  if (type !== undefined) must(sql`${event}.type = ${type}`);
  if (customerAlone !== undefined) {
    must(sql`${event}.token_id is null and ${event}.customer_id = ${customerAlone}`);
  }
  if (actor !== undefined) must(sql`${event}.actor = ${actor}`);
  if (leavesOut) must(sql`${event}.type <> ${sql.lit(acceptedType)}`);
  if (branch !== undefined) must(sql`${event}.branch = ${branch}`);
  if (from !== undefined) must(sql`${event}.at >= ${new Date(from)}`);
  if (to !== undefined) must(sql`${event}.at < ${new Date(to)}`);
  if (firstId !== undefined) must(sql`${event}.id >= ${firstId}`);
  if (endId !== undefined) must(sql`${event}.id < ${endId}`);
  if (lastId !== undefined) must(sql`${event}.id <= ${lastId}`);
  if (beyondId !== undefined) {
    must(sql`${event}.id ${sql.raw(order === "asc" ? ">" : "<")} ${beyondId}`);
  }
  return sql<boolean>`${sql.join(conditions, sql` and `)}`;
};

/** The longest that a bank may let a code live, with the skew of clocks on both sides. */
const codeLifeSecondsMax = 620;

/**
 * An event that says how far ahead of its time a refused code was (explain-miss.ts) is shown once that code is worth
 * nothing: before, who reads it would know when a guessed code will be good (R12).
 */
const tellsNoCodeToCome = (event: RawBuilder<unknown>, now: number) => sql<boolean>`(
  ${event}.type <> 'code.explained'
  or ${event}.at + make_interval(secs => (${event}.details ->> 'secondsOff')::double precision + ${codeLifeSecondsMax}) < ${new Date(now)}
  or (${event}.details ->> 'secondsOff')::double precision < 0)`;

/**
 * Accepted codes are far more than all other events and stand in no index by actor. A person has none; those of a channel
 * are found where something else narrows them.
 */
const leavesOutAccepted = async (
  database: Database | Tx,
  { actor, type, customerId, serial, from }: EventFilter,
): Promise<boolean> => {
  if (actor === undefined) return false;
  const narrowed = [type, customerId, serial, from].some((narrowing) => narrowing !== undefined);
  if (!narrowed) return true;
  const last = await database
    .selectFrom("audit_events")
    .select("actor_kind")
    .where("actor", "=", actor)
    .where("type", "<>", sql.lit(acceptedType))
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return last !== undefined && last.actor_kind !== "channel";
};

export const describeEvent = (row: EventRow) => ({
  id: String(row.id),
  at: rfc3339(row.at),
  type: row.type,
  actorKind: row.actor_kind,
  actor: row.actor,
  branch: row.branch,
  customerId: row.customer_id,
  serial: row.serial,
  details: row.details,
  reference: row.reference,
});

export type DescribedEvent = ReturnType<typeof describeEvent>;

/** What the event of a reading says that was asked for. */
export const describeFilter = ({
  type,
  serial,
  actor,
  branch,
  from,
  to,
}: EventFilter): Readonly<Record<string, string | null>> => ({
  type: type ?? null,
  serial: serial ?? null,
  actor: actor ?? null,
  branch: branch ?? null,
  from: from ?? null,
  to: to ?? null,
});
