/** The security officer's watch: who waits, where refusals pile up, how many codes come in. Each look is an event. */
import { countCodes, listRefusalBursts, listThrottles } from "@ramznama/contract";
import { actorOf, appendAudit, countCodesByHour, findBursts } from "../audit/index.ts";
import { rfc3339, type Clock } from "../platform/clock.ts";
import { transaction, type Database, type Tx } from "../platform/database.ts";
import type { StaffCaller } from "../platform/identity.ts";
import type { RegisterRoutes } from "../platform/serve-route.ts";
import type { Policy } from "../policy.ts";
import { listThrottledTokens, listWaitingOrigins } from "../verification/index.ts";

interface Context {
  readonly database: Database;
  readonly clock: Clock;
  readonly policy: Policy;
}

const hourMilliseconds = 3_600_000;

interface Look {
  readonly type: string;
  readonly caller: StaffCaller;
  readonly reference: string;
  readonly details: Readonly<Record<string, string | number | null>>;
  /** Whose tokens were seen by it. */
  readonly customers?: ReadonlySet<string>;
}

export const securityWatchRoutes =
  ({ database, clock, policy }: Context): RegisterRoutes =>
  (serve) => {
    const noteLook = (tx: Tx, { type, caller, reference, details, customers }: Look) => {
      const by = { actor: actorOf(caller), reference };
      const reads = [...(customers ?? [])].map((customerId) => ({
        type: "tokens.read",
        ...by,
        customerId,
      }));
      return appendAudit(tx, clock.now(), { type, ...by, details }, ...reads);
    };

    serve(listThrottles, ({ caller, query, reference }) =>
      transaction(database, async (tx) => {
        const now = clock.now();
        const after = query.after === undefined ? undefined : Number(query.after);
        const page = await listThrottledTokens(tx, policy, { after, limit: query.limit, now });
        const origins = after === undefined ? await listWaitingOrigins(tx, policy, now) : [];
        await noteLook(tx, {
          type: "throttles.read",
          caller,
          reference,
          details: { count: page.tokens.length, after: query.after ?? null },
          customers: new Set(page.tokens.map(({ token }) => token.customer_id)),
        });
        return {
          tokens: page.tokens.map(({ token, standing }) => ({
            serial: token.serial,
            customerId: token.customer_id,
            subject: token.subject,
            failuresToday: standing.failuresToday,
            failuresInYear: standing.failuresInYear,
            lastFailureAt: rfc3339((standing.lastFailureSeconds ?? 0) * 1_000),
            waitsUntil: onWire(standing.waitsUntilSeconds),
            declaresOnly: standing.declaresOnly,
          })),
          origins: origins.map(({ channel, origin, refusals, waitsUntilSeconds }) => ({
            channel,
            origin,
            refusals,
            waitsUntil: onWire(waitsUntilSeconds),
          })),
          next: page.next === null ? null : String(page.next),
        };
      }),
    );

    serve(listRefusalBursts, ({ caller, query, reference }) =>
      transaction(database, async (tx) => {
        const { by, hours, limit } = query;
        const since = new Date(clock.now() - hours * hourMilliseconds);
        const bursts = await findBursts(tx, { by, since, limit });
        const customers = bursts.flatMap(({ customerId }) => customerId ?? []);
        await noteLook(tx, {
          type: "refusals.read",
          caller,
          reference,
          details: { by, hours, count: bursts.length },
          customers: new Set(customers),
        });
        return {
          bursts: bursts.map(({ firstAt, lastAt, ...burst }) => ({
            ...burst,
            firstAt: rfc3339(firstAt),
            lastAt: rfc3339(lastAt),
          })),
        };
      }),
    );

    serve(countCodes, ({ caller, query: { hours }, reference }) =>
      transaction(database, async (tx) => {
        const firstHour = beginOfHour(clock.now()) - (hours - 1) * hourMilliseconds;
        const counted = await countCodesByHour(tx, new Date(firstHour));
        const details = { hours };
        await noteLook(tx, { type: "codes.counted", caller, reference, details });
        const byHour = new Map(counted.map((one) => [one.hour.getTime(), one]));
        return {
          hours: Array.from({ length: hours }, (_, index) => {
            const from = firstHour + index * hourMilliseconds;
            const { accepted = 0, refused = 0, throttled = 0 } = byHour.get(from) ?? {};
            return { from: rfc3339(from), accepted, refused, throttled };
          }),
        };
      }),
    );
  };

const beginOfHour = (now: number): number => now - (now % hourMilliseconds);

const onWire = (seconds: number | null): string | null =>
  seconds === null ? null : rfc3339(seconds * 1_000);
