/** Rows of sessions: begun, locked, changed, ended. Each end is written with its event. */
import type { Selectable } from "kysely";
import { appendAudit, type Actor } from "../audit/index.ts";
import type { Database, Tables, Tx } from "../platform/database.ts";
import type { SessionPolicy } from "../policy.ts";
import type { Audience, Person, SessionContext } from "./audience.ts";
import type { EndReason, SessionState } from "./decide-use.ts";
import { digestsOf, drawSecrets, formatCookie } from "./session-cookie.ts";
import type { AudienceName } from "./tables.ts";

export type SessionRow = Selectable<Tables["sessions"]>;

export const stateOf = (row: SessionRow): SessionState => ({
  endsAt: row.ends_at.getTime(),
  endedAt: row.ended_at?.getTime() ?? null,
  lastUsedAt: row.last_used_at.getTime(),
  rotatedAt: row.rotated_at.getTime(),
  hasPrevious: row.previous_digest !== null,
  previousUntil: row.previous_until?.getTime() ?? null,
  rolesCheckedAt: row.roles_checked_at.getTime(),
  checkBeganAt: row.check_began_at.getTime(),
  isOfProvider: row.way === "central",
});

/** Until nothing more comes of it, if it is not used again. */
export const secondsLeftOf = (row: SessionRow, { idleSeconds }: SessionPolicy, now: number) => {
  const idleUntil = row.last_used_at.getTime() + idleSeconds * 1_000;
  const endsAt = Math.min(idleUntil, row.ends_at.getTime());
  return Math.max(0, Math.floor((endsAt - now) / 1_000));
};

export const personOf = (row: SessionRow): Person => ({
  user: row.person,
  name: row.name,
  roles: row.roles,
  branch: row.branch,
});

const refreshTokenRecord = (id: string): string => `session:${id}`;

export const sealRefreshToken = (
  { keyring }: Pick<SessionContext, "keyring">,
  id: string,
  token: string | undefined,
): Buffer | null => {
  if (token === undefined) return null;
  const plaintext = Buffer.from(token);
  const sealed = keyring.seal("sign-in", refreshTokenRecord(id), plaintext);
  plaintext.fill(0);
  return sealed;
};

export const openRefreshToken = (
  { keyring }: Pick<SessionContext, "keyring">,
  id: string,
  sealed: Uint8Array,
): string => {
  const plaintext = keyring.open("sign-in", refreshTokenRecord(id), sealed);
  const token = plaintext.toString();
  plaintext.fill(0);
  return token;
};

/** Whose event it is, where the person is a customer. */
const customerIdOf = (audience: AudienceName, person: string): string | null =>
  audience === "customer" ? person : null;

interface NewSession {
  readonly person: Person;
  readonly way: SessionRow["way"];
  readonly refreshToken: string | undefined;
  readonly reference: string;
}

/** Returns what the browser's cookie is to hold. */
export const beginSession = async (
  tx: Tx,
  context: SessionContext,
  audience: Audience,
  { person, way, refreshToken, reference }: NewSession,
): Promise<string> => {
  const { clock, random, keyring } = context;
  const id = random.uuid();
  const secrets = drawSecrets(random);
  const { handleDigest, secretDigest } = digestsOf(keyring, audience.name, secrets);
  const now = new Date(clock.now());
  await tx
    .insertInto("sessions")
    .values({
      id,
      audience: audience.name,
      handle_digest: handleDigest,
      secret_digest: secretDigest,
      rotated_at: now,
      person: person.user,
      name: person.name,
      roles: [...person.roles],
      branch: person.branch,
      way,
      sealed_refresh_token: sealRefreshToken(context, id, refreshToken),
      began_at: now,
      last_used_at: now,
      ends_at: new Date(now.getTime() + audience.policy.lifeSeconds * 1_000),
      roles_checked_at: now,
      check_began_at: now,
    })
    .execute();
  await appendAudit(tx, now.getTime(), {
    type: "session.began",
    actor: audience.actor(person),
    customerId: customerIdOf(audience.name, person.user),
    details: { session: id, audience: audience.name, roles: person.roles.join(" "), way },
    reference,
  });
  return formatCookie(secrets);
};

export const loadSession = (database: Database, id: string): Promise<SessionRow | undefined> =>
  database.selectFrom("sessions").selectAll().where("id", "=", id).executeTakeFirst();

export const lockSessionByHandle = (
  tx: Tx,
  audience: AudienceName,
  handleDigest: Uint8Array,
): Promise<SessionRow | undefined> =>
  tx
    .selectFrom("sessions")
    .selectAll()
    .where("handle_digest", "=", handleDigest)
    .where("audience", "=", audience)
    .forUpdate()
    .executeTakeFirst();

export const lockSession = (
  tx: Tx,
  audience: AudienceName,
  id: string,
): Promise<SessionRow | undefined> =>
  tx
    .selectFrom("sessions")
    .selectAll()
    .where("id", "=", id)
    .where("audience", "=", audience)
    .forUpdate()
    .executeTakeFirst();

interface End {
  readonly reason: EndReason;
  /** Who ended it. */
  readonly actor: Actor;
  readonly reference?: string;
}

/** Of a row that this transaction has locked and that is live. The refresh token goes with it. */
export const endSession = async (
  tx: Tx,
  now: number,
  row: SessionRow,
  { reason, actor, reference }: End,
): Promise<void> => {
  await tx
    .updateTable("sessions")
    .set({ ended_at: new Date(now), ended_reason: reason, sealed_refresh_token: null })
    .where("id", "=", row.id)
    .execute();
  const details = { session: row.id, audience: row.audience, person: row.person };
  const rest = {
    actor,
    customerId: customerIdOf(row.audience, row.person),
    ...(reference === undefined ? {} : { reference }),
  };
  // A secret that was replaced long ago comes back: somebody has copied it.
  const alarm = reason === "reused" ? [{ type: "session.reused", details, ...rest }] : [];
  await appendAudit(tx, now, ...alarm, {
    type: "session.ended",
    details: { ...details, reason },
    ...rest,
  });
};
