/** The pages of the street: the front page, and the inbox as a page. */
import { z } from "zod";
import type { CardSecrets } from "../core-bank/card-secrets.ts";
import type { CoreBankService } from "../core-bank/core-bank.ts";
import type { CoreCustomer } from "../core-bank/core-bank-state.ts";
import type { Inbox } from "../inbox/inbox.ts";
import { type Phone, renderPhone, renderPhones } from "../inbox/inbox-page.ts";
import { MobileNumber } from "../people.ts";
import type { HttpServer } from "../platform/http-server.ts";
import { type LanDoor, lanPublicUrl } from "../platform/lan-door.ts";
import type { PersonOnStreet } from "../street/people-on-street.ts";
import { renderStreet, type Street } from "../street/street-page.ts";
import { sendPage } from "./send-page.ts";

export interface PageRoutesOptions {
  readonly inbox: Inbox;
  readonly coreBank: CoreBankService;
  readonly cardSecrets: CardSecrets;
  readonly street: Omit<Street, "people" | "lanPublicUrl">;
  readonly lanDoor?: LanDoor | undefined;
}

const hide = true;

export function addPageRoutes(app: HttpServer, options: PageRoutesOptions): void {
  const { inbox, coreBank, cardSecrets, street } = options;
  const customers = () => coreBank.state().customers;
  app.get("/", { schema: { hide } }, (request, reply) =>
    sendPage(
      reply,
      renderStreet({
        ...street,
        lanPublicUrl: lanPublicUrl(request, options.lanDoor),
        people: customers().map((one) => describePerson(one, cardSecrets)),
      }),
    ),
  );
  // Where the console really is, so that links of the street do not depend on the way a visitor came.
  app.get("/branch", { schema: { hide } }, (_request, reply) =>
    reply.redirect(`${street.internalUrl}/`, 303),
  );
  const querystring = z.strictObject({ to: MobileNumber.optional() });
  app.get("/inbox", { schema: { hide, querystring } }, ({ query: { to } }, reply) =>
    sendPage(
      reply,
      to === undefined
        ? renderPhones(listPhones(inbox, customers()), inbox.messages()[0]?.messageId)
        : renderPhone(phoneOf(to, inbox, customers())),
    ),
  );
}

function describePerson(customer: CoreCustomer, cardSecrets: CardSecrets): PersonOnStreet {
  const live = customer.cards.filter(({ active }) => active);
  const cards = live.map(({ number, expiry }) => ({ number, expiry, ...cardSecrets.tell(number) }));
  return { customer, cards };
}

/** Numbers that got a message, the newest first, then the other customers' phones. */
function listPhones(inbox: Inbox, customers: readonly CoreCustomer[]): Phone[] {
  const written = inbox.messages().map(({ to }) => to);
  const known = customers.flatMap(({ mobile }) => (mobile === null ? [] : [mobile]));
  return [...new Set([...written, ...known])].map((mobile) => phoneOf(mobile, inbox, customers));
}

function phoneOf(mobile: string, inbox: Inbox, customers: readonly CoreCustomer[]): Phone {
  const owner = customers.find((customer) => customer.mobile === mobile)?.name;
  return { mobile, owner, messages: inbox.messages(mobile) };
}
