/** «خانه»: what core banking says of the customer now, and what Ramznama knows of the customer's device and tokens. */
import type { CustomerHome } from "@ramznama/contract";
import { loadCustomerEvents } from "../audit/index.ts";
import type { CoreBank, CoreCustomer } from "../core-bank/index.ts";
import { isBlocked, loadDeviceOfCustomer, type DeviceRow } from "../customers/index.ts";
import { maskedSubject } from "../links/index.ts";
import { rfc3339, type Clock } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import { RamznamaError } from "../platform/ramznama-error.ts";
import type { CustomerCaller } from "../platform/serve-route.ts";
import type { Policy } from "../policy.ts";
import { loadSession, secondsLeftOf } from "../sessions/index.ts";
import { loadTokensOfCustomer } from "../tokens/index.ts";
import { describeEvent, eventTypes } from "./describe-event.ts";

export interface HomeContext {
  readonly database: Database;
  readonly clock: Clock;
  readonly policy: Policy;
  readonly coreBank: CoreBank;
}

const eventsShown = 10;
const tokensLookedAt = 20;

/** @throws RamznamaError `core_bank_unavailable`, `session_ended` */
export const describeHome = async (
  { database, clock, policy, coreBank }: HomeContext,
  { customerId, sessionId }: CustomerCaller,
): Promise<CustomerHome> => {
  const [[customer], session, device, tokens, blocked] = await Promise.all([
    coreBank.findCustomers({ customerId }),
    loadSession(database, sessionId),
    loadDeviceOfCustomer(database, customerId),
    loadTokensOfCustomer(database, customerId, tokensLookedAt),
    isBlocked(database, customerId),
  ]);
  // Known when signing in, and no customer any more.
  if (customer === undefined || session === undefined) throw new RamznamaError("session_ended");
  const events = await loadCustomerEvents(database, {
    customerId,
    tokenIds: tokens.map(({ id }) => id),
    types: eventTypes,
    limit: eventsShown,
  });
  return {
    customer: { name: customer.name, gatewayLogin: customer.gatewayLogin },
    session: {
      way: session.way,
      endsAt: rfc3339(session.ends_at),
      secondsLeft: secondsLeftOf(session, policy.customerSessions, clock.now()),
    },
    ...possessionsOf(customer),
    device: describeDevice(device),
    isBlocked: blocked,
    events: events.map((event) => describeEvent(event, tokens)),
  };
};

const possessionsOf = ({ cards, accounts }: CoreCustomer) => ({
  cards: cards
    .filter(({ active }) => active)
    .map(({ number }) => ({ number: maskedSubject("card-second-password", number) })),
  accounts: accounts.map(({ number, holders }) => ({ number, isJoint: holders.length > 1 })),
});

const describeDevice = (device: DeviceRow | undefined): CustomerHome["device"] =>
  device === undefined
    ? null
    : {
        platform: device.platform,
        registeredAt: rfc3339(device.registered_at),
        keyThumbprint: device.thumbprint,
      };
