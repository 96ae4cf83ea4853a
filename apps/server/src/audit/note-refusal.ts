/** What a channel or a person tried and was refused: the change did not happen, the attempt did. */
import type { Clock } from "../platform/clock.ts";
import { transaction, type Database } from "../platform/database.ts";
import { describeError, type Logger } from "../platform/logger.ts";
import type { NotedRefusal } from "../platform/serve-route.ts";
import { actorOf } from "./actor.ts";
import { appendAudit } from "./append-audit.ts";

interface Context {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Never turns a refusal into a failure: if the event cannot be stored, the log says so. */
export const createRefusalNotes =
  ({ database, clock, logger }: Context) =>
  async ({ caller, route, code, reference }: NotedRefusal): Promise<void> => {
    try {
      await transaction(database, (tx) =>
        appendAudit(tx, clock.now(), {
          type: "request.refused",
          actor: actorOf(caller),
          details: { route, code },
          reference,
        }),
      );
    } catch (error) {
      logger.error("audit.refusal-not-stored", { reference, code, ...describeError(error) });
    }
  };
