/** How the database has the thing that a forgotten change is about. */
import type { Tx } from "../platform/database.ts";
import type { LifecycleChange } from "./lifecycle-change.ts";

export const loadKnownState = async (tx: Tx, change: LifecycleChange): Promise<string | null> => {
  switch (change.kind) {
    case "token":
      return tokenState(tx, change.serial);
    case "link":
      return (await loadOpenLinkId(tx, change)) === null ? linkIfKnown(tx, change) : "linked";
    case "device":
      return deviceState(tx, change.device);
    case "block":
      return blockState(tx, change.customer);
    case "counter":
      return counterState(tx, change.serial);
  }
};

const tokenState = async (tx: Tx, serial: string): Promise<string | null> => {
  const row = await tx
    .selectFrom("tokens")
    .select("state")
    .where("serial", "=", serial)
    .executeTakeFirst();
  return row?.state ?? null;
};

type LinkChange = Extract<LifecycleChange, { kind: "link" }>;

const linksOf = (tx: Tx, change: LinkChange) =>
  tx
    .selectFrom("links")
    .innerJoin("tokens", "tokens.id", "links.token_id")
    .select("links.id")
    .where("tokens.serial", "=", change.serial)
    .where("links.purpose", "=", change.purpose)
    .where("links.subject_key", "=", Buffer.from(change.subjectKey, "hex"));

export const loadOpenLinkId = async (tx: Tx, change: LinkChange): Promise<number | null> => {
  const row = await linksOf(tx, change).where("links.ended_at", "is", null).executeTakeFirst();
  return row?.id ?? null;
};

const linkIfKnown = async (tx: Tx, change: LinkChange): Promise<string | null> =>
  (await linksOf(tx, change).executeTakeFirst()) === undefined ? null : "ended";

const deviceState = async (tx: Tx, id: string): Promise<string | null> => {
  const row = await tx
    .selectFrom("devices")
    .select("ended_at")
    .where("id", "=", id)
    .executeTakeFirst();
  if (row === undefined) return null;
  return row.ended_at === null ? "live" : "ended";
};

/** The counter accepted last, -1 before the first. */
const counterState = async (tx: Tx, serial: string): Promise<string | null> => {
  const row = await tx
    .selectFrom("token_counters")
    .innerJoin("tokens", "tokens.id", "token_counters.token_id")
    .select("last_accepted_step")
    .where("tokens.serial", "=", serial)
    .executeTakeFirst();
  return row === undefined ? null : String(row.last_accepted_step ?? -1);
};

const blockState = async (tx: Tx, customerId: string): Promise<string | null> => {
  const row = await tx
    .selectFrom("customer_blocks")
    .select("lifted_at")
    .where("customer_id", "=", customerId)
    .executeTakeFirst();
  if (row === undefined) return null;
  return row.lifted_at === null ? "blocked" : "lifted";
};
