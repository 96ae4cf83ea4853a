/** The rows of approvals: one request each, and what became of it. Writers hold the customer's lock. */
import type { Approval } from "@ramznama/contract";
import type { Selectable } from "kysely";
import { appendAudit, type Actor } from "../audit/index.ts";
import { rfc3339 } from "../platform/clock.ts";
import type { Database, Tables, Tx } from "../platform/database.ts";
import type { StaffOfBranch } from "../platform/identity.ts";
import { refuseDecider, stateNow, type AskedApproval } from "./decide-approval.ts";

export type ApprovalRow = Selectable<Tables["approvals"]>;

export const askedOf = (row: ApprovalRow): AskedApproval => ({
  state: row.state,
  branch: row.branch,
  requestedBy: row.requested_by,
  expiresAt: row.expires_at,
  basis: row.basis,
});

export const loadApproval = (
  database: Database | Tx,
  id: string,
): Promise<ApprovalRow | undefined> =>
  database.selectFrom("approvals").selectAll().where("id", "=", id).executeTakeFirst();

export const lockApproval = (tx: Tx, id: string): Promise<ApprovalRow | undefined> =>
  tx.selectFrom("approvals").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();

/** The request about this thing that nobody has decided yet, expired or not. */
export const lockOpenApproval = (
  tx: Tx,
  kind: Approval["kind"],
  object: string,
): Promise<ApprovalRow | undefined> =>
  tx
    .selectFrom("approvals")
    .selectAll()
    .where("kind", "=", kind)
    .where("object", "=", object)
    .where("state", "=", "requested")
    .forUpdate()
    .executeTakeFirst();

export interface Settlement {
  readonly state: Exclude<Approval["state"], "requested">;
  readonly actor: Actor;
  /** Present when a person decided it. */
  readonly decidedBy?: string;
  readonly note?: string | undefined;
  /** Why it is void. */
  readonly because?: "changed" | "asked-anew";
  readonly reference?: string;
}

/** The end of a request, with its event, which names who asked; what was sealed goes. */
export const settleApproval = async (
  tx: Tx,
  row: ApprovalRow,
  settlement: Settlement,
  now: number,
): Promise<ApprovalRow> => {
  const { state, actor, decidedBy, note, because, reference } = settlement;
  const settled = await tx
    .updateTable("approvals")
    .set({
      state,
      sealed_content: null,
      ...(decidedBy === undefined
        ? {}
        : { decided_by: decidedBy, decided_at: new Date(now), note: note ?? null }),
    })
    .where("id", "=", row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await appendAudit(tx, now, {
    type: `approval.${state}`,
    actor,
    ...affectedBy(row),
    details: {
      ...detailsOf(row),
      requestedBy: row.requested_by,
      ...(because === undefined ? {} : { because }),
    },
    ...(reference === undefined ? {} : { reference }),
  });
  return settled;
};

/** Whom and which token an event about a request is found by. */
export const affectedBy = (row: ApprovalRow) => ({
  customerId: row.customer_id,
  ...(row.token_id === null ? {} : { token: { id: row.token_id, serial: row.object } }),
});

/** What every event about a request says of it. */
export const detailsOf = (row: Pick<ApprovalRow, "id" | "kind" | "object">) => ({
  approval: row.id,
  kind: row.kind,
  object: row.object,
});

/** The request as one person may see it. @param now milliseconds since the Unix epoch */
export const approvalOf = (row: ApprovalRow, caller: StaffOfBranch, now: number): Approval => ({
  id: row.id,
  kind: row.kind,
  state: stateNow(askedOf(row), now),
  branch: row.branch,
  customerId: row.customer_id,
  customerName: row.customer_name,
  serial: row.kind === "account-links" ? row.object : null,
  subjects: [...row.subjects],
  requestedBy: row.requested_by,
  requestedAt: rfc3339(row.requested_at),
  expiresAt: rfc3339(row.expires_at),
  decidedBy: row.decided_by,
  decidedAt: row.decided_at === null ? null : rfc3339(row.decided_at),
  note: row.note,
  mayDecide:
    caller.roles.has("supervisor") && refuseDecider(askedOf(row), caller, now) === undefined,
});
