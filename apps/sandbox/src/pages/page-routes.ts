/** The pages of the street: the front page, and the inbox as a page. */
import { z } from "zod";
import type { CoreBankService } from "../core-bank/core-bank.ts";
import type { CoreCustomer } from "../core-bank/core-bank-state.ts";
import type { Inbox } from "../inbox/inbox.ts";
import { type Phone, renderPhone, renderPhones } from "../inbox/inbox-page.ts";
import { MobileNumber } from "../people.ts";
import type { HttpServer } from "../platform/http-server.ts";
import { renderStreet, type Street } from "../street/street-page.ts";
import { sendPage } from "./send-page.ts";

export interface PageRoutesOptions {
  readonly inbox: Inbox;
  readonly coreBank: CoreBankService;
  readonly street: Omit<Street, "customers">;
}

const hide = true;

export function addPageRoutes(app: HttpServer, { inbox, coreBank, street }: PageRoutesOptions) {
  const customers = () => coreBank.state().customers;
  app.get("/", { schema: { hide } }, (_request, reply) =>
    sendPage(reply, renderStreet({ ...street, customers: customers() })),
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
