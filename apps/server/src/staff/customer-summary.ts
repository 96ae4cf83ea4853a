/** A customer as the desk may see one: what core banking says now, and what Ramznama knows. */
import type { CustomerSummary } from "@ramznama/contract";
import type { CoreCustomer } from "../core-bank/index.ts";
import {
  loadDeviceOfCustomer,
  loadEnrolmentState,
  loadIdentitySeenUntil,
} from "../customers/index.ts";
import { branchOnlyUntil } from "../issuance/index.ts";
import type { Keyring } from "../keys/index.ts";
import { cardIdOf, maskedSubject } from "../links/index.ts";
import { rfc3339, type Clock } from "../platform/clock.ts";
import type { Tx } from "../platform/database.ts";
import type { StaffCaller } from "../platform/identity.ts";
import type { Policy } from "../policy.ts";
import { maskedMobile } from "../sms/index.ts";

export interface SummaryContext {
  readonly clock: Clock;
  readonly keyring: Keyring;
  readonly policy: Policy;
}

export const customerSummary = async (
  context: SummaryContext,
  tx: Tx,
  customer: CoreCustomer,
  caller: StaffCaller,
): Promise<CustomerSummary> => {
  const { customerId } = customer;
  const device = await loadDeviceOfCustomer(tx, customerId);
  const { blockedAt, releasedByChannelAt } = await loadEnrolmentState(tx, customerId);
  return {
    customerId,
    name: customer.name,
    mobile: customer.mobile === null ? null : maskedMobile(customer.mobile),
    mobileChangedAt: timeOf(customer.mobileChangedAt),
    gatewayLogin: customer.gatewayLogin,
    cards: cardsOf(context.keyring, customer),
    accounts: customer.accounts.map((account) => ({
      number: account.number,
      holders: account.holders.length,
    })),
    device: device
      ? { id: device.id, platform: device.platform, registeredAt: rfc3339(device.registered_at) }
      : null,
    blockedAt: timeOf(blockedAt),
    deviceReleasedAt: timeOf(releasedByChannelAt),
    branchOnlyUntil: timeOf(
      branchOnlyUntil(
        { mobileChangedAt: customer.mobileChangedAt, releasedByChannelAt },
        context.policy.enrolment,
        context.clock.now(),
      ),
    ),
    identitySeenUntil: timeOf(await seenUntil(context, tx, customerId, caller)),
  };
};

const timeOf = (at: Date | null): string | null => (at === null ? null : rfc3339(at));

const cardsOf = (keyring: Keyring, { customerId, cards }: CoreCustomer) =>
  cards
    .filter((card) => card.active)
    .map(({ number }) => ({
      number: maskedSubject("card-second-password", number),
      cardId: cardIdOf(keyring, customerId, number),
    }));

/** A check holds at its branch; an officer has none. */
const seenUntil = async (
  { clock, policy }: SummaryContext,
  tx: Tx,
  customerId: string,
  { branch }: StaffCaller,
): Promise<Date | null> =>
  branch === null
    ? null
    : loadIdentitySeenUntil(
        tx,
        customerId,
        branch,
        policy.enrolment.identityHoldsSeconds,
        clock.now(),
      );
