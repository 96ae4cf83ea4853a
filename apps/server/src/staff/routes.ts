/** Finding a customer at the desk, and seeing who stands there. Reading customer data is an event of its own. */
import { getCustomer, recordIdentityCheck, searchCustomers } from "@ramznama/contract";
import { actorOf, appendAudit, type AuditEvent } from "../audit/index.ts";
import { findCustomer, type CoreBank, type CoreCustomer } from "../core-bank/index.ts";
import { saveIdentityCheck } from "../customers/index.ts";
import { later, rfc3339 } from "../platform/clock.ts";
import { transaction } from "../platform/database.ts";
import type { StaffCaller } from "../platform/identity.ts";
import type { RegisterRoutes } from "../platform/serve-route.ts";
import { answerOnce, requesterOf, type OnceContext } from "../requests/index.ts";
import { lockCustomer } from "../tokens/index.ts";
import { customerSummary, type SummaryContext } from "./customer-summary.ts";

interface Context extends SummaryContext, OnceContext {
  readonly policy: SummaryContext["policy"];
  readonly coreBank: CoreBank;
}

export const staffRoutes =
  (context: Context): RegisterRoutes =>
  (serve) => {
    const { database, clock, coreBank, policy } = context;
    serve(searchCustomers, async ({ caller, body, reference }) => {
      const found = await coreBank.findCustomers(body);
      const [searchedBy = "?"] = Object.keys(body);
      return transaction(database, async (tx) => {
        await appendAudit(
          tx,
          clock.now(),
          {
            type: "customers.searched",
            actor: actorOf(caller),
            details: { by: searchedBy, found: found.length },
            reference,
          },
          ...found.map((customer) => readEvent(caller, customer, reference)),
        );
        const customers = [];
        for (const one of found) customers.push(await customerSummary(context, tx, one, caller));
        return { customers };
      });
    });
    serve(getCustomer, async ({ caller, params, reference }) => {
      const customer = await findCustomer(coreBank, params.customerId);
      return transaction(database, async (tx) => {
        await appendAudit(tx, clock.now(), readEvent(caller, customer, reference));
        return customerSummary(context, tx, customer, caller);
      });
    });
    serve(recordIdentityCheck, ({ caller, params, body, reference }) =>
      answerOnce(
        context,
        {
          actor: requesterOf(caller),
          reference: body.requestReference,
          content: { act: "identity-check", ...params, ...body },
        },
        () => findCustomer(coreBank, params.customerId),
        async (tx, { customerId }) => {
          await lockCustomer(tx, customerId);
          const now = clock.now();
          const check = { customerId, document: body.document, caller, reference };
          await saveIdentityCheck(tx, check, now);
          const until = later(now, policy.enrolment.identityHoldsSeconds);
          return { identitySeenUntil: rfc3339(until) };
        },
      ),
    );
  };

const readEvent = (
  caller: StaffCaller,
  { customerId }: CoreCustomer,
  reference: string,
): AuditEvent => ({ type: "customer.read", actor: actorOf(caller), customerId, reference });
