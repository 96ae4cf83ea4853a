/** The doors of four eyes: what waits for a second person, its decision, and taking one's own request back. */
import { decideApproval, listApprovals, withdrawApproval } from "@ramznama/contract";
import { actorOf, appendAudit } from "../audit/index.ts";
import { assertNoCardNumber } from "../platform/card-number-guard.ts";
import { transaction } from "../platform/database.ts";
import { RamznamaError } from "../platform/ramznama-error.ts";
import type { RegisterRoutes } from "../platform/serve-route.ts";
import { answerOnce, requesterOf, type OnceContext } from "../requests/index.ts";
import type { Outbox } from "../sms/index.ts";
import { approvalOf } from "./approval-records.ts";
import { findApprovals } from "./find-approvals.ts";
import {
  prepareDecision,
  settleRequest,
  withdrawRequest,
  type DecisionContext,
} from "./settle-request.ts";

interface Context extends DecisionContext, OnceContext {
  readonly outbox: Outbox;
}

export const approvalsRoutes =
  (context: Context): RegisterRoutes =>
  (serve) => {
    const { database, clock, policy } = context;
    serve(listApprovals, ({ caller, query, reference }) => {
      assertNoCardNumber(policy.cardPrefix, { customerId: query.customerId });
      return transaction(database, async (tx) => {
        const now = clock.now();
        const rows = await findApprovals(tx, { ...query, branch: caller.branch }, now);
        await appendAudit(tx, now, {
          type: "approvals.read",
          actor: actorOf(caller),
          customerId: query.customerId ?? null,
          details: { count: rows.length, state: query.state ?? null, after: query.after ?? null },
          reference,
        });
        const last = rows.at(-1);
        return {
          approvals: rows.map((row) => approvalOf(row, caller, now)),
          next: rows.length === query.limit && last ? String(last.number) : null,
        };
      });
    });
    serve(decideApproval, async ({ caller, params, body, reference }) => {
      assertNoCardNumber(policy.cardPrefix, { note: body.note });
      const request = { caller, ...params, ...body, note: body.note, reference };
      const decided = await answerOnce(
        context,
        {
          actor: requesterOf(caller),
          reference: body.requestReference,
          content: { act: "decide-approval", ...params, ...body },
        },
        () => prepareDecision(context, request),
        (tx, prepared) => settleRequest(context, tx, request, prepared),
      );
      context.outbox.worker.kick();
      if (decided.kind === "voided") throw new RamznamaError("approval_voided");
      return decided.approval;
    });
    serve(withdrawApproval, ({ caller, params, reference }) =>
      transaction(database, (tx) => withdrawRequest(context, tx, { caller, ...params, reference })),
    );
  };
