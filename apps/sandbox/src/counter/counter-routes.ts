/** `/counter`: a teller of the branch issues and links account/gateway tokens (S3, S5, S27). */
import { randomUUID } from "node:crypto";
import {
  type IssuedToken,
  issueTokenAtBranch,
  listTokens,
  replaceLinks,
  resendCodeAtBranch,
  searchCustomers,
  type TokenSummary,
} from "@ramznama/contract";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { BankClient, BankRefusal } from "../bank/bank-client.ts";
import { refusalWords } from "../bank/refusal-words.ts";
import type { CoreBankService } from "../core-bank/core-bank.ts";
import type { FormPages } from "../pages/form-pages.ts";
import { seeOther, sendPage } from "../pages/send-page.ts";
import { CustomerId } from "../people.ts";
import { type Clock, toTimestamp } from "../platform/clock.ts";
import { createVisits, type Visits } from "../platform/visits.ts";
import {
  type Customer,
  type Note,
  renderCounterDoor,
  renderCounterReceipt,
  renderCustomer,
  renderSearch,
} from "./counter-pages.ts";
import { parseSearch, SearchForm } from "./parse-search.ts";
import type { PendingSignIn, StaffSession, Teller } from "./staff-session.ts";

export interface CounterOptions {
  readonly bankName: string;
  readonly coreBank: CoreBankService;
  readonly clock: Clock;
  readonly staffSession: StaffSession;
  /** Speaks with the teller's own token. */
  readonly clientFor: (accessToken: string) => BankClient;
}

interface CounterVisit {
  readonly pending?: PendingSignIn;
  readonly teller?: Teller;
  readonly found?: readonly Customer[];
  readonly customer?: Customer;
  readonly receipt?: IssuedToken;
  /** Of a request that nobody answered: the next try is the same request. */
  readonly openIntent?: string | undefined;
  readonly note?: Note | undefined;
}

interface Counter extends CounterOptions {
  readonly visits: Visits<CounterVisit>;
}

const IDLE_SECONDS = 15 * 60;
const hide = true;

export function addCounterRoutes(pages: FormPages, options: CounterOptions): void {
  const visits = createVisits<CounterVisit>({
    cookieName: "sandbox_counter",
    path: "/counter",
    idleSeconds: IDLE_SECONDS,
    clock: options.clock,
  });
  const counter: Counter = { ...options, visits };
  addDoorRoutes(pages, counter);
  addSearchRoutes(pages, counter);
  addCustomerRoutes(pages, counter);
  addTokenRoutes(pages, counter);
}

function addDoorRoutes(pages: FormPages, { visits, staffSession }: Counter): void {
  pages.post("/counter/sign-in", { schema: { hide } }, async (request, reply) => {
    const { address, pending } = await staffSession.begin();
    visits.begin(request, reply, { pending });
    return seeOther(reply, address);
  });
  pages.get("/counter/callback", { schema: { hide } }, async (request, reply) => {
    const pending = visits.find(request)?.pending;
    if (pending === undefined) return seeOther(reply, "/counter");
    const query = new URL(request.url, "http://localhost").search;
    const end = await staffSession.end(pending, query).catch((error: unknown) => {
      request.log.warn({ err: error }, "the sign-in did not fit");
      return { ok: false, reason: "broken" } as const;
    });
    const visit = end.ok ? { teller: end.teller } : { note: DOOR_NOTES[end.reason] };
    visits.begin(request, reply, visit);
    return seeOther(reply, "/counter");
  });
  pages.post("/counter/sign-out", { schema: { hide } }, async (request, reply) => {
    visits.end(request, reply);
    return seeOther(reply, await staffSession.signOutAddress());
  });
}

const DOOR_NOTES: Readonly<Record<"cancelled" | "not_staff" | "broken", Note>> = {
  cancelled: { good: false, text: "ورود انجام نشد. هر وقت خواستید دوباره وارد شوید." },
  not_staff: { good: false, text: "این صفحه برای کارمندان باجه است. با حساب سازمانی وارد شوید." },
  broken: { good: false, text: "ورود کامل نشد. دوباره وارد شوید." },
};

interface AtTheDesk {
  readonly visit: CounterVisit;
  readonly teller: Teller;
  readonly client: BankClient;
}

function atTheDesk<Answer>(
  { visits, clientFor }: Counter,
  request: FastifyRequest,
  reply: FastifyReply,
  answer: (desk: AtTheDesk) => Answer,
): Answer | FastifyReply {
  const visit = visits.find(request);
  if (visit?.teller === undefined) return seeOther(reply, "/counter");
  const { teller } = visit;
  return answer({ visit, teller, client: clientFor(teller.accessToken) });
}

/** With a customer before the counter, besides. */
function withCustomer<Answer>(
  counter: Counter,
  request: FastifyRequest,
  reply: FastifyReply,
  answer: (desk: AtTheDesk & { readonly customer: Customer }) => Answer,
): Answer | FastifyReply {
  return atTheDesk(counter, request, reply, (desk): Answer | FastifyReply => {
    const { customer } = desk.visit;
    return customer === undefined ? seeOther(reply, "/counter") : answer({ ...desk, customer });
  });
}

const noteOf = (refusal: BankRefusal): Note => {
  const { text, reference } = refusalWords(refusal);
  return { good: false, text, reference };
};

function addSearchRoutes(pages: FormPages, counter: Counter): void {
  const { visits, bankName } = counter;
  pages.get("/counter", { schema: { hide } }, (request, reply) => {
    const visit = visits.find(request);
    if (visit?.teller === undefined)
      return sendPage(reply, renderCounterDoor(bankName, visit?.note));
    const { teller, note, found } = visit;
    visits.keep(request, { teller });
    return sendPage(reply, renderSearch({ bankName, teller, note, found }));
  });
  const schema = { hide, body: SearchForm };
  pages.post("/counter/search", { schema }, (request, reply) =>
    atTheDesk(counter, request, reply, async ({ teller, client }) => {
      const typed = request.body;
      const refuse = (error: string) =>
        sendPage(reply, renderSearch({ bankName, teller, typed, error }));
      const search = parseSearch(typed);
      if (!search.ok) return refuse(search.reason);
      const answer = await client.call(searchCustomers, { body: search.value });
      if (!answer.ok) return refuse(refusalWords(answer).text);
      const { customers } = answer.value;
      const [customer] = customers;
      if (customer === undefined) return refuse(NOBODY);
      const only = customers.length === 1;
      visits.keep(request, only ? { teller, customer } : { teller, found: customers });
      return seeOther(reply, only ? "/counter/customer" : "/counter");
    }),
  );
  const body = z.strictObject({ customerId: CustomerId });
  pages.post("/counter/choose", { schema: { hide, body } }, (request, reply) =>
    atTheDesk(counter, request, reply, async ({ teller, client }) => {
      // The page that named them was shown once; who was chosen is looked up anew.
      const { customerId } = request.body;
      const [known] = counter.coreBank.find({ customerId });
      if (known === undefined) return seeOther(reply, "/counter");
      const answer = await client.call(searchCustomers, { body: { nationalId: known.nationalId } });
      const [customer] = answer.ok ? answer.value.customers : [];
      const note = answer.ok ? undefined : noteOf(answer);
      visits.keep(request, customer === undefined ? { teller, note } : { teller, customer });
      return seeOther(reply, customer === undefined ? "/counter" : "/counter/customer");
    }),
  );
}

const NOBODY = "مشتری با این مشخصات پیدا نشد. مشخصات را بررسی و دوباره جستجو کنید.";

function addCustomerRoutes(pages: FormPages, counter: Counter): void {
  const { visits, bankName } = counter;
  pages.get("/counter/customer", { schema: { hide } }, (request, reply) =>
    withCustomer(counter, request, reply, async ({ visit, teller, client, customer }) => {
      const listed = await client.call(listTokens, { query: { customerId: customer.customerId } });
      if (!listed.ok && isSignedOut(listed)) {
        visits.begin(request, reply, { note: noteOf(listed) });
        return seeOther(reply, "/counter");
      }
      const tokens = listed.ok ? listed.value.tokens : [];
      const note = listed.ok ? visit.note : noteOf(listed);
      visits.keep(request, { ...visit, note: undefined });
      const intent = visit.openIntent ?? randomUUID();
      const parts = { bankName, teller, note, customer, tokens, intent };
      return sendPage(reply, renderCustomer(parts));
    }),
  );
  pages.get("/counter/receipt", { schema: { hide } }, (request, reply) =>
    withCustomer(counter, request, reply, ({ visit, teller }) =>
      visit.receipt === undefined
        ? seeOther(reply, "/counter/customer")
        : sendPage(reply, renderCounterReceipt({ bankName, teller, token: visit.receipt })),
    ),
  );
}

function isSignedOut(refusal: BankRefusal): boolean {
  if (refusal.reason !== "refused") return false;
  const { code } = refusal.problem;
  return code === "unauthenticated" || code === "token_expired";
}

const intent = z.uuid();
const ticked = z.literal("yes").optional();
const serial = z.string().max(32);
const IssueForm = z.strictObject({ intent, identitySeen: ticked });
const ResendForm = z.strictObject({ intent, serial });
const LinksForm = z.strictObject({
  serial,
  gatewayLogin: ticked,
  accounts: z.union([z.string(), z.array(z.string()).max(50)]).default([]),
});

function addTokenRoutes(pages: FormPages, counter: Counter): void {
  const { visits } = counter;
  pages.post("/counter/tokens", { schema: { hide, body: IssueForm } }, (request, reply) =>
    withCustomer(counter, request, reply, async ({ visit, client, customer }) => {
      const requestReference = `counter-${request.body.intent}`;
      const identitySeen = request.body.identitySeen === "yes";
      const { customerId } = customer;
      const kind = "account-gateway" as const;
      const body = { kind, customerId, identitySeen, requestReference };
      const answer = await client.call(issueTokenAtBranch, { body });
      const after = answer.ok ? { receipt: answer.value } : { note: noteOf(answer) };
      const mayRetry = !answer.ok && refusalWords(answer).mayRetry;
      const openIntent = mayRetry ? request.body.intent : undefined;
      visits.keep(request, { ...visit, ...after, openIntent });
      return seeOther(reply, answer.ok ? "/counter/receipt" : "/counter/customer");
    }),
  );
  pages.post("/counter/resend", { schema: { hide, body: ResendForm } }, (request, reply) =>
    withCustomer(counter, request, reply, async ({ visit, client }) => {
      const { serial, intent } = request.body;
      // The page has one intent; with the serial it is one per token, within 64 characters.
      const requestReference = `again-${intent}-${serial}`;
      const body = { identitySeen: true, requestReference };
      const answer = await client.call(resendCodeAtBranch, { params: { serial }, body });
      const note = answer.ok ? sentAgain(answer.value.smsSentTo) : noteOf(answer);
      visits.keep(request, { ...visit, note });
      return seeOther(reply, "/counter/customer");
    }),
  );
  pages.post("/counter/links", { schema: { hide, body: LinksForm } }, (request, reply) =>
    withCustomer(counter, request, reply, async ({ visit, client, customer }) => {
      const { serial, accounts } = request.body;
      const gatewayLogin = request.body.gatewayLogin === "yes";
      const body = { gatewayLogin, accounts: [accounts].flat() };
      const answer = await client.call(replaceLinks, { params: { serial }, body });
      const note = answer.ok ? LINKED : noteOf(answer);
      if (answer.ok) await noteCodeRequired(counter, client, customer);
      visits.keep(request, { ...visit, note });
      return seeOther(reply, "/counter/customer");
    }),
  );
}

const LINKED: Note = { good: true, text: "اتصال‌ها ثبت شد." };

const sentAgain = (smsSentTo: string): Note => ({
  good: true,
  text: `کد فعالسازی تازه به ${smsSentTo} پیامک شد.`,
});

/** The branch tells the gateway from when on a code is asked (internet-bank/sign-in.ts). */
async function noteCodeRequired(
  { coreBank, clock }: Counter,
  client: BankClient,
  { customerId }: Customer,
): Promise<void> {
  const listed = await client.call(listTokens, { query: { customerId } });
  if (!listed.ok) return;
  const required = listed.value.tokens.some(isLinkedToLogin);
  const change = {
    kind: "gateway-code-required",
    customerId: CustomerId.parse(customerId),
  } as const;
  coreBank.change({ ...change, required, at: toTimestamp(clock.now()) });
}

const isLinkedToLogin = ({ state, links }: TokenSummary): boolean =>
  state !== "ended" && links.some(({ purpose }) => purpose === "gateway-login");
