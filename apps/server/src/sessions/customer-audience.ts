/**
 * Customers at the mobile bank: whoever core banking knows by the id that the provider's identity token carries. Another
 * provider is another configuration: which claim holds the id is named there.
 */
import type { Configuration } from "openid-client";
import type { CoreBank, CoreCustomer } from "../core-bank/index.ts";
import type { PageDoor } from "../platform/serve-route.ts";
import { RamznamaError } from "../platform/ramznama-error.ts";
import type { SessionPolicy } from "../policy.ts";
import type { Audience, Person, ProviderAnswer } from "./audience.ts";
import type { SessionDoor } from "./session-door.ts";

interface CustomerAudienceOptions {
  readonly origin: string;
  readonly configuration: () => Promise<Configuration>;
  readonly policy: SessionPolicy;
  readonly coreBank: CoreBank;
  /** Of the identity token: holds the customer id of core banking. */
  readonly customerIdClaim: string;
}

export const customerAudience = (options: CustomerAudienceOptions): Audience => ({
  name: "customer",
  origin: options.origin,
  cookie: "ramznama_mobile",
  configuration: options.configuration,
  scope: "openid profile",
  policy: options.policy,
  notAdmitted: "not-customer",
  admit: (answer, before) => admitCustomer(options, answer, before),
  actor: ({ user }) => ({ kind: "customer", id: user }),
});

export const personOfCustomer = ({ customerId, name }: CoreCustomer): Person => ({
  user: customerId,
  name,
  roles: [],
  branch: null,
});

const admitCustomer = async (
  { coreBank, customerIdClaim }: CustomerAudienceOptions,
  { claims }: ProviderAnswer,
  before: Person | undefined,
): Promise<Person | undefined> => {
  // A refreshed answer need not bring another identity token (OpenID Connect Core 1.0 §12.2): it is the same person's.
  if (claims === undefined) return before;
  const customerId = claims[customerIdClaim];
  if (typeof customerId !== "string") return undefined;
  const [customer, ...others] = await coreBank.findCustomers({ customerId });
  return customer === undefined || others.length > 0 ? undefined : personOfCustomer(customer);
};

/** The door as the listener's routes know it. */
export const customerPageDoor = (door: SessionDoor): PageDoor => ({
  assertOwnPage: (request) => {
    door.assertOwnPage(request);
  },
  identify: async (request, reply) => {
    door.assertOwnPage(request);
    const found = await door.identify(request, reply);
    if (found === undefined) throw new RamznamaError("unauthenticated");
    const { person, sessionId } = found;
    return { kind: "customer", customerId: person.user, name: person.name, sessionId };
  },
  /** A session that has ended says nothing any more about who holds the phone. */
  signedInAs: async (request, reply) => {
    try {
      return (await door.identify(request, reply))?.person.user;
    } catch (error) {
      if (error instanceof RamznamaError && error.code === "session_ended") return undefined;
      throw error;
    }
  },
});
