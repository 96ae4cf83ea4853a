/** `/internet-bank`: sign in, see the accounts, move money, block a lost phone's Ramznama. */
import { randomUUID } from "node:crypto";
import { blockTokens } from "@ramznama/contract";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { BankAnswer } from "../bank/bank-client.ts";
import { type CodeReferences, createCodeReferences } from "../bank/code-references.ts";
import type { CoreCustomer } from "../core-bank/core-bank-state.ts";
import type { FormPages } from "../pages/form-pages.ts";
import { seeOther, sendPage } from "../pages/send-page.ts";
import type { Clock } from "../platform/clock.ts";
import { createVisits, type Visits } from "../platform/visits.ts";
import {
  renderAccounts,
  renderBlocked,
  renderTransferPage,
  renderTransferResult,
} from "./account-pages.ts";
import { renderBlock, renderDoor } from "./door-pages.ts";
import { type Door, signIn, SignInForm, verifyPassword } from "./sign-in.ts";
import {
  makeTransfer,
  MOVEMENT_ERRORS,
  parseTransfer,
  type Transfer,
  TransferForm,
  type TransferOutcome,
} from "./transfer.ts";
import { refuseMovement } from "../core-bank/decide-movement.ts";

export interface InternetBankOptions extends Door {
  readonly bankName: string;
  readonly clock: Clock;
}

/** One transfer form; every code that is entered for it has its reference. */
interface Order {
  readonly id: string;
  readonly references: CodeReferences;
  readonly to: string;
  readonly amount: string;
  readonly from: string;
  readonly last?: { readonly transfer: Transfer; readonly outcome: TransferOutcome };
}

interface BankVisit {
  /** Undefined before signing in. */
  readonly customerId?: string;
  readonly references: CodeReferences;
  readonly order?: Order;
  readonly blocked?: BankAnswer<typeof blockTokens>;
}

interface InternetBank extends InternetBankOptions {
  readonly visits: Visits<BankVisit>;
}

const IDLE_SECONDS = 10 * 60;
const CHANNEL = "internet-bank";
const hide = true;

export function addInternetBankRoutes(pages: FormPages, options: InternetBankOptions): void {
  const visits = createVisits<BankVisit>({
    cookieName: "sandbox_internet_bank",
    path: "/internet-bank",
    idleSeconds: IDLE_SECONDS,
    clock: options.clock,
  });
  const bank: InternetBank = { ...options, visits };
  addDoorRoutes(pages, bank);
  addAccountRoutes(pages, bank);
  addTransferRoutes(pages, bank);
  addBlockRoutes(pages, bank);
}

/** Delays and alarms count per client that comes, never for the whole internet bank. */
const originOf = ({ ip }: FastifyRequest) => `${CHANNEL}:${ip}`;

const atTheDoor = (): BankVisit => ({ references: createCodeReferences(CHANNEL) });

function addDoorRoutes(pages: FormPages, bank: InternetBank): void {
  const { visits, bankName } = bank;
  pages.get("/internet-bank", { schema: { hide } }, (request, reply) => {
    const visit = visits.find(request);
    if (visit?.customerId !== undefined) return seeOther(reply, "/internet-bank/accounts");
    if (visit === undefined) visits.begin(request, reply, atTheDoor());
    return sendPage(reply, renderDoor({ bankName }));
  });
  const schema = { hide, body: SignInForm };
  pages.post("/internet-bank/sign-in", { schema }, async (request, reply) => {
    const { references } = visits.find(request) ?? atTheDoor();
    const outcome = await signIn(bank, request.body, references, originOf(request));
    request.log.info({ outcome: outcome.kind }, "a customer signs in");
    if (outcome.kind === "signed_in") {
      const { customerId } = outcome.customer;
      visits.begin(request, reply, { ...atTheDoor(), customerId });
      return seeOther(reply, "/internet-bank/accounts");
    }
    const parts = { bankName, userName: request.body.userName, refusal: outcome };
    return sendPage(reply, renderDoor(parts));
  });
  pages.post("/internet-bank/sign-out", { schema: { hide } }, (request, reply) => {
    visits.end(request, reply);
    return seeOther(reply, "/internet-bank");
  });
}

interface Inside {
  readonly visit: BankVisit;
  readonly customer: CoreCustomer;
}

function findInside({ visits, coreBank }: InternetBank, request: FastifyRequest) {
  const visit = visits.find(request);
  const [customer] =
    visit?.customerId === undefined ? [] : coreBank.find({ customerId: visit.customerId });
  return visit === undefined || customer === undefined ? undefined : { visit, customer };
}

/** Whoever is not signed in, or no longer, is led to the door. */
function inside<Answer>(
  bank: InternetBank,
  request: FastifyRequest,
  reply: FastifyReply,
  answer: (inside: Inside) => Answer,
): Answer | FastifyReply {
  const found = findInside(bank, request);
  return found === undefined ? seeOther(reply, "/internet-bank") : answer(found);
}

function addAccountRoutes(pages: FormPages, bank: InternetBank): void {
  const { bankName, coreBank } = bank;
  pages.get("/internet-bank/accounts", { schema: { hide } }, (request, reply) =>
    inside(bank, request, reply, ({ customer }) =>
      sendPage(reply, renderAccounts({ bankName, bank: coreBank.state(), customer })),
    ),
  );
}

function newOrder(): Order {
  const references = createCodeReferences(CHANNEL);
  return { id: randomUUID(), references, from: "", to: "", amount: "" };
}

function addTransferRoutes(pages: FormPages, bank: InternetBank): void {
  const { bankName, coreBank, visits } = bank;
  pages.get("/internet-bank/transfer", { schema: { hide } }, (request, reply) =>
    inside(bank, request, reply, ({ visit, customer }) => {
      const done = visit.order?.last?.outcome.kind === "moved";
      const order = visit.order === undefined || done ? newOrder() : visit.order;
      visits.keep(request, { ...visit, order });
      const { id, from, to, amount } = order;
      const typed = { order: id, from, to, amount };
      return sendPage(
        reply,
        renderTransferPage({ bankName, bank: coreBank.state(), customer, typed }),
      );
    }),
  );
  pages.post(
    "/internet-bank/transfer",
    { schema: { hide, body: TransferForm } },
    (request, reply) =>
      inside(bank, request, reply, (here) => receiveTransfer(bank, request, reply, here)),
  );
  pages.post("/internet-bank/again", { schema: { hide } }, (request, reply) =>
    inside(bank, request, reply, async (here) => {
      const { order } = here.visit;
      if (order?.last?.outcome.kind === "unanswered")
        await settle(bank, request, here, order, order.last.transfer);
      return seeOther(reply, "/internet-bank/result");
    }),
  );
  pages.get("/internet-bank/result", { schema: { hide } }, (request, reply) =>
    inside(bank, request, reply, ({ visit, customer }) => {
      const last = visit.order?.last;
      if (last === undefined) return seeOther(reply, "/internet-bank/accounts");
      const parts = { bankName, bank: coreBank.state(), customer, ...last };
      return sendPage(reply, renderTransferResult(parts));
    }),
  );
}

async function receiveTransfer(
  bank: InternetBank,
  request: FastifyRequest<{ Body: TransferForm }>,
  reply: FastifyReply,
  here: Inside,
): Promise<FastifyReply> {
  const { bankName, coreBank } = bank;
  const { customer, visit } = here;
  const { order: id, from, to, amount } = request.body;
  const known = visit.order?.id === id ? visit.order : newOrder();
  // Sent twice: the order is done, and stays done.
  if (known.last?.outcome.kind === "moved") return seeOther(reply, "/internet-bank/result");
  const refuse = (errors: Parameters<typeof renderTransferPage>[0]["errors"] = {}) => {
    const typed = { order: id, from, to, amount };
    const parts = { bankName, bank: coreBank.state(), customer, typed, errors };
    return sendPage(reply, renderTransferPage(parts));
  };
  const parsed = parseTransfer(request.body, customer);
  if (!parsed.ok) return refuse(parsed.errors);
  const { transfer } = parsed;
  const reason = refuseMovement(coreBank.state(), { ...transfer, reference: id });
  if (reason !== undefined) return refuse(MOVEMENT_ERRORS[reason]);
  await settle(bank, request, here, { ...known, from, to, amount }, transfer);
  return seeOther(reply, "/internet-bank/result");
}

async function settle(
  bank: InternetBank,
  request: FastifyRequest,
  { visit, customer }: Inside,
  order: Order,
  transfer: Transfer,
): Promise<void> {
  const { from, to, amountRials, code } = transfer;
  const entry = [from, to, String(amountRials), code];
  const transactionReference = order.references.referenceFor(entry);
  const origin = originOf(request);
  const call = { customer, transfer, transactionReference, origin };
  const outcome = await makeTransfer(bank, call);
  request.log.info({ outcome: outcome.kind }, "a transfer was asked for");
  bank.visits.keep(request, { ...visit, order: { ...order, last: { transfer, outcome } } });
}

const BlockForm = z.strictObject({
  intent: z.uuid(),
  userName: z.string().max(128).optional(),
  password: z.string().max(128).optional(),
});

function addBlockRoutes(pages: FormPages, bank: InternetBank): void {
  const { bankName, visits } = bank;
  pages.get("/internet-bank/block", { schema: { hide } }, (request, reply) => {
    if (visits.find(request) === undefined) visits.begin(request, reply, atTheDoor());
    const customer = findInside(bank, request)?.customer;
    return sendPage(reply, renderBlock({ bankName, intent: randomUUID(), customer }));
  });
  const schema = { hide, body: BlockForm };
  pages.post("/internet-bank/block", { schema }, async (request, reply) => {
    const { intent, userName = "", password = "" } = request.body;
    const customer = findInside(bank, request)?.customer;
    const who =
      customer === undefined ? verifyPassword(bank, { userName, password }) : { customer };
    if ("kind" in who && who.kind !== "known") {
      const parts = { bankName, intent, userName, refusal: who };
      return sendPage(reply, renderBlock(parts));
    }
    const gatewayLogin = who.customer.gatewayLogin ?? "";
    const body = { gatewayLogin, requestReference: `${CHANNEL}-${intent}` };
    const blocked = await bank.client.call(blockTokens, { body });
    visits.keep(request, { ...(visits.find(request) ?? atTheDoor()), blocked });
    return seeOther(reply, "/internet-bank/blocked");
  });
  pages.get("/internet-bank/blocked", { schema: { hide } }, (request, reply) => {
    const answer = visits.find(request)?.blocked;
    if (answer === undefined) return seeOther(reply, "/internet-bank/block");
    const customer = findInside(bank, request)?.customer;
    return sendPage(reply, renderBlocked({ bankName, customer, answer }));
  });
}
