/** Who is signed in at the console, and an officer's hand on it. */
import {
  endStaffSession,
  getOwnSession,
  listStaffSessions,
  roles,
  type Role,
} from "@ramznama/contract";
import { actorOf, appendAudit } from "../audit/index.ts";
import { rfc3339 } from "../platform/clock.ts";
import { transaction, type Tx } from "../platform/database.ts";
import { known } from "../platform/identity.ts";
import type { RegisterRoutes } from "../platform/serve-route.ts";
import type { Policy } from "../policy.ts";
import type { SessionContext } from "./audience.ts";
import { endSession, loadSession, lockSession, type SessionRow } from "./session-records.ts";

interface Context extends Pick<SessionContext, "database" | "clock"> {
  readonly policy: Policy;
}

export const staffSessionRoutes =
  ({ database, clock, policy }: Context): RegisterRoutes =>
  (serve) => {
    serve(getOwnSession, async ({ caller }) => {
      const { user, branch, sessionId } = caller;
      const row = sessionId === undefined ? undefined : await loadSession(database, sessionId);
      return {
        bankName: policy.bankName,
        cardPrefix: policy.cardPrefix,
        user,
        name: row?.name ?? caller.name ?? user,
        roles: [...caller.roles],
        branch,
        session: row === undefined ? null : describeSession(row, policy),
      };
    });

    serve(listStaffSessions, ({ caller, query, reference }) =>
      transaction(database, async (tx) => {
        const rows = await loadLiveSessions(tx, query, clock.now(), policy);
        await appendAudit(tx, clock.now(), {
          type: "sessions.read",
          actor: actorOf(caller),
          details: { count: rows.length, after: query.after ?? null },
          reference,
        });
        const last = rows.at(-1);
        return {
          sessions: rows.map((row) => describeSession(row, policy)),
          next: rows.length === query.limit && last !== undefined ? String(last.number) : null,
        };
      }),
    );

    serve(endStaffSession, ({ caller, params, reference }) =>
      transaction(database, async (tx) => {
        const row = await lockSession(tx, "staff", params.id);
        if (row?.ended_at !== null) return { ended: false };
        const actor = actorOf(caller);
        await endSession(tx, clock.now(), row, { reason: "ended_by_officer", actor, reference });
        return { ended: true };
      }),
    );
  };

/** Those that are over and have not been told so yet are left out. */
const loadLiveSessions = (
  tx: Tx,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
  now: number,
  { staffSessions }: Policy,
): Promise<SessionRow[]> =>
  tx
    .selectFrom("sessions")
    .selectAll()
    .where("audience", "=", "staff")
    .where("ended_at", "is", null)
    .where("ends_at", ">", new Date(now))
    .where("last_used_at", ">", new Date(now - staffSessions.idleSeconds * 1_000))
    .$if(after !== undefined, (q) => q.where("number", "<", Number(after)))
    .orderBy("number", "desc")
    .limit(limit)
    .execute();

const describeSession = (row: SessionRow, { staffSessions }: Policy) => {
  const idleUntil = row.last_used_at.getTime() + staffSessions.idleSeconds * 1_000;
  return {
    id: row.id,
    user: row.person,
    name: row.name,
    roles: [...known<Role>(roles, row.roles)],
    branch: row.branch,
    beganAt: rfc3339(row.began_at),
    lastUsedAt: rfc3339(row.last_used_at),
    idleUntil: rfc3339(new Date(Math.min(idleUntil, row.ends_at.getTime()))),
    endsAt: rfc3339(row.ends_at),
  };
};
