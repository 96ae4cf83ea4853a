/** Finding a customer at the desk. Reading customer data is an event of its own. */
import { searchCustomers } from "@ramznama/contract";
import { maskCardNumber, parseCardNumber } from "@ramznama/persian";
import { actorOf, appendAudit } from "../audit/index.ts";
import type { CoreBank, CoreCustomer } from "../core-bank/index.ts";
import { loadDeviceOfCustomer } from "../customers/index.ts";
import { rfc3339, type Clock } from "../platform/clock.ts";
import { transaction, type Database, type Tx } from "../platform/database.ts";
import type { RegisterRoutes } from "../platform/serve-route.ts";
import { maskedMobile } from "../sms/index.ts";

interface Context {
  readonly database: Database;
  readonly clock: Clock;
  readonly coreBank: CoreBank;
}

export const staffRoutes =
  ({ database, clock, coreBank }: Context): RegisterRoutes =>
  (serve) => {
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
          ...found.map((customer) => ({
            type: "customer.read",
            actor: actorOf(caller),
            customerId: customer.customerId,
            reference,
          })),
        );
        const customers = [];
        for (const customer of found) customers.push(await customerSummary(tx, customer));
        return { customers };
      });
    });
  };

const customerSummary = async (tx: Tx, customer: CoreCustomer) => {
  const device = await loadDeviceOfCustomer(tx, customer.customerId);
  return {
    customerId: customer.customerId,
    name: customer.name,
    mobile: customer.mobile === null ? null : maskedMobile(customer.mobile),
    mobileChangedAt: customer.mobileChangedAt === null ? null : rfc3339(customer.mobileChangedAt),
    gatewayLogin: customer.gatewayLogin,
    cards: customer.cards
      .filter((card) => card.active)
      .map((card) => ({ number: masked(card.number) })),
    accounts: customer.accounts.map((account) => ({
      number: account.number,
      holders: account.holders.length,
    })),
    device: device
      ? { id: device.id, platform: device.platform, registeredAt: rfc3339(device.registered_at) }
      : null,
  };
};

const masked = (number: string): string => {
  const card = parseCardNumber(number);
  return card.ok ? maskCardNumber(card.value) : "****";
};
