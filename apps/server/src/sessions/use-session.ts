/** One request by cookie: whose session it is, and what changes with its use. */
import { timingSafeEqual } from "node:crypto";
import { transaction, type Tx } from "../platform/database.ts";
import type { Audience, Person, SessionContext } from "./audience.ts";
import { checkRoles } from "./check-roles.ts";
import { decideUse, type Presented, type Use } from "./decide-use.ts";
import {
  digestsOf,
  drawSecrets,
  formatCookie,
  parseCookie,
  type SessionSecrets,
} from "./session-cookie.ts";
import {
  endSession,
  lockSessionByHandle,
  personOf,
  stateOf,
  type SessionRow,
} from "./session-records.ts";

export interface UsedSession {
  readonly id: string;
  readonly person: Person;
  /** What the cookie holds from now on, where it changes. */
  readonly newCookie: string | undefined;
}

/** Undefined: the cookie is no longer good, or never was. */
export const useSession = async (
  context: SessionContext,
  audience: Audience,
  cookie: string,
  reference: string,
): Promise<UsedSession | undefined> => {
  const secrets = parseCookie(cookie);
  if (secrets === undefined) return undefined;
  const used = await transaction(context.database, (tx) =>
    touch(tx, context, audience, secrets, reference),
  );
  if (used === undefined) return undefined;
  const { row, newCookie, checksRoles } = used;
  const stays = !checksRoles || (await checkRoles(context, audience, row, reference));
  return stays ? { id: row.id, person: personOf(row), newCookie } : undefined;
};

interface Touched {
  readonly row: SessionRow;
  readonly newCookie: string | undefined;
  readonly checksRoles: boolean;
}

const touch = async (
  tx: Tx,
  context: SessionContext,
  audience: Audience,
  shown: SessionSecrets,
  reference: string,
): Promise<Touched | undefined> => {
  const now = context.clock.now();
  const { handleDigest, secretDigest } = digestsOf(context.keyring, audience.name, shown);
  const row = await lockSessionByHandle(tx, audience.name, handleDigest);
  if (row === undefined) return undefined;
  const use = decideUse(stateOf(row), presentedOf(row, secretDigest), audience.policy, now);
  if (use.kind === "over") return undefined;
  if (use.kind === "end") {
    await endSession(tx, now, row, {
      reason: use.reason,
      actor: audience.actor(personOf(row)),
      reference,
    });
    return undefined;
  }
  const fresh = use.rotates === false ? undefined : drawSecrets(context.random, shown.handle);
  const freshDigest = fresh && digestsOf(context.keyring, audience.name, fresh).secretDigest;
  await tx
    .updateTable("sessions")
    .set(changesOf(row, use, freshDigest, audience, now))
    .where("id", "=", row.id)
    .execute();
  return { row, newCookie: fresh && formatCookie(fresh), checksRoles: use.checksRoles };
};

/** Which of its secrets a session is shown; compared in constant time. */
export const presentedOf = (row: SessionRow, digest: Buffer): Presented => {
  if (timingSafeEqual(row.secret_digest, digest)) return "present";
  const isPrevious = row.previous_digest !== null && timingSafeEqual(row.previous_digest, digest);
  return isPrevious ? "previous" : "unknown";
};

const changesOf = (
  row: SessionRow,
  use: Use & { kind: "use" },
  freshDigest: Buffer | undefined,
  { policy }: Audience,
  now: number,
) => ({
  last_used_at: new Date(now),
  ...(use.confirms ? { previous_until: new Date(now + policy.graceSeconds * 1_000) } : {}),
  ...(use.checksRoles ? { check_began_at: new Date(now) } : {}),
  ...(freshDigest === undefined
    ? {}
    : {
        secret_digest: freshDigest,
        rotated_at: new Date(now),
        previous_digest: use.rotates === "present" ? row.secret_digest : row.previous_digest,
        previous_until: null,
      }),
});
