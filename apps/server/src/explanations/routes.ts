/** The desk's «چرا کار نمی‌کند؟»: findings and history of a token. Asking is an event too. */
import { explainToken } from "@ramznama/contract";
import { actorOf, appendAudit, loadTokenEvents, purposeIn, type EventRow } from "../audit/index.ts";
import { summaryOf } from "../lifecycle/index.ts";
import { rfc3339, type Clock } from "../platform/clock.ts";
import { transaction, type Database } from "../platform/database.ts";
import { RamznamaError } from "../platform/ramznama-error.ts";
import type { RegisterRoutes } from "../platform/serve-route.ts";
import type { Policy } from "../policy.ts";
import { loadTokenBySerial } from "../tokens/index.ts";
import { decideFindings } from "./decide-findings.ts";
import { loadFacts, textIn } from "./load-facts.ts";

interface Context {
  readonly database: Database;
  readonly clock: Clock;
  readonly policy: Policy;
}

const eventsLookedAt = 200;
const eventsShown = 50;

export const explanationRoutes =
  ({ database, clock, policy }: Context): RegisterRoutes =>
  (serve) => {
    serve(explainToken, ({ caller, params, reference }) =>
      transaction(database, async (tx) => {
        const now = clock.now();
        const token = await loadTokenBySerial(tx, params.serial);
        if (token === undefined) throw new RamznamaError("token_not_found");
        const events = await loadTokenEvents(tx, token.id, eventsLookedAt);
        const findings = decideFindings(await loadFacts(tx, token, events, policy, now), now);
        await appendAudit(tx, now, {
          type: "tokens.explained",
          actor: actorOf(caller),
          customerId: token.customer_id,
          token,
          details: { findings: findings.map(({ code }) => code).join(" ") },
          reference,
        });
        return {
          token: await summaryOf(tx, token),
          findings: [...findings],
          events: events.filter(isTold).slice(0, eventsShown).map(describeEvent),
        };
      }),
    );
  };

/** That a code fitted some second is told by the findings alone: of a second to come it would be worth a guess. */
const isTold = ({ type }: EventRow): boolean => type !== "code.explained";

const describeEvent = (event: EventRow) => ({
  at: rfc3339(event.at),
  type: event.type,
  actorKind: event.actor_kind,
  actor: event.actor,
  branch: event.branch,
  cause: textIn(event.details, "cause") ?? textIn(event.details, "reason"),
  purpose: purposeIn(event.details),
  origin: textIn(event.details, "origin"),
});
