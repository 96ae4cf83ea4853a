/** `/atm`: a card goes in, a PIN opens the menu, and the visit ends by itself. */
import { randomUUID } from "node:crypto";
import { compactDigits, parseCardNumber, parseTokenSerial, refusalText } from "@ramznama/persian";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { BankClient } from "../bank/bank-client.ts";
import type { CardSecrets } from "../core-bank/card-secrets.ts";
import type { CoreBankService } from "../core-bank/core-bank.ts";
import { accountOfCard, balanceOf, findCardHolder } from "../core-bank/core-bank-state.ts";
import type { FormPages } from "../pages/form-pages.ts";
import { seeOther, sendPage } from "../pages/send-page.ts";
import type { Clock } from "../platform/clock.ts";
import { createVisits, type Visits } from "../platform/visits.ts";
import { type AtmAct, type AtmResult, performAct } from "./atm-acts.ts";
import {
  type Farewell,
  renderBalance,
  renderCardScreen,
  renderFarewell,
  renderMenu,
  renderPinScreen,
} from "./atm-screens.ts";
import { createPinDesk, type PinDesk } from "./pin-desk.ts";
import {
  renderConfirmation,
  renderRamznamaMenu,
  renderResend,
  renderResult,
} from "./ramznama-screens.ts";

export interface AtmOptions {
  readonly client: BankClient;
  readonly coreBank: CoreBankService;
  readonly cardSecrets: CardSecrets;
  readonly clock: Clock;
  readonly bankName: string;
  readonly cardPrefix: string;
}

/** A card that is in; `open` once its PIN was right. */
interface AtmVisit {
  readonly cardNumber: string;
  readonly open: boolean;
  /** The serial of the last receipt, to be sent a code again without typing it. */
  readonly serial: string;
  readonly last?: { readonly act: AtmAct; readonly intent: string; readonly result: AtmResult };
}

interface Atm extends AtmOptions {
  readonly visits: Visits<AtmVisit>;
  readonly pinDesk: PinDesk;
}

const IDLE_SECONDS = 120;
const hide = true;
const typed = z.string().max(128);
const intent = z.uuid();
const IntentForm = z.strictObject({ intent });

export function addAtmRoutes(pages: FormPages, options: AtmOptions): void {
  const { cardSecrets, clock } = options;
  const visits = createVisits<AtmVisit>({
    cookieName: "sandbox_atm",
    path: "/atm",
    idleSeconds: IDLE_SECONDS,
    clock,
  });
  const atm: Atm = { ...options, visits, pinDesk: createPinDesk(cardSecrets, clock) };
  addCardRoutes(pages, atm);
  addPinRoutes(pages, atm);
  addMenuRoutes(pages, atm);
  addServiceRoutes(pages, atm);
  addActRoutes(pages, atm);
}

function addCardRoutes(pages: FormPages, atm: Atm): void {
  const { visits, pinDesk, coreBank, bankName, cardPrefix } = atm;
  const customers = () => coreBank.state().customers;
  pages.get("/atm", { schema: { hide } }, (_request, reply) =>
    sendPage(reply, renderCardScreen({ bankName, customers: customers() })),
  );
  const body = z.strictObject({ cardNumber: typed });
  pages.post("/atm/card", { schema: { hide, body } }, (request, reply) => {
    const card = parseCardNumber(request.body.cardNumber, cardPrefix);
    const refuse = (error: string) => {
      const parts = { bankName, customers: customers(), typed: request.body.cardNumber, error };
      return sendPage(reply, renderCardScreen(parts));
    };
    if (!card.ok) return refuse(refusalText("cardNumber", card.reason, "fa"));
    if (findCardHolder(coreBank.state(), card.value) === undefined)
      return refuse("کارت فعالی با این شماره در این بانک نیست. شماره را با روی کارت مقایسه کنید.");
    const keptSeconds = pinDesk.keptSeconds(card.value);
    if (keptSeconds > 0) return sendFarewell(atm, reply, { keptSeconds });
    visits.begin(request, reply, { cardNumber: card.value, open: false, serial: "" });
    return seeOther(reply, "/atm/pin");
  });
}

function addPinRoutes(pages: FormPages, atm: Atm): void {
  const { visits, pinDesk, bankName } = atm;
  const screen = { bankName, idleSeconds: IDLE_SECONDS };
  pages.get("/atm/pin", { schema: { hide } }, (request, reply) =>
    visits.find(request) === undefined
      ? seeOther(reply, "/atm/ended")
      : sendPage(reply, renderPinScreen(screen)),
  );
  const body = z.strictObject({ pin: typed });
  pages.post("/atm/pin", { schema: { hide, body } }, (request, reply) => {
    const visit = visits.find(request);
    if (visit === undefined) return seeOther(reply, "/atm/ended");
    const outcome = pinDesk.tryPin(visit.cardNumber, compactDigits(request.body.pin));
    request.log.info({ outcome: outcome.kind }, "a PIN was tried");
    switch (outcome.kind) {
      case "right":
        visits.begin(request, reply, { ...visit, open: true });
        return seeOther(reply, "/atm/menu");
      case "wrong":
        return sendPage(reply, renderPinScreen({ ...screen, triesLeft: outcome.triesLeft }));
      case "kept":
        visits.end(request, reply);
        return sendFarewell(atm, reply, { keptSeconds: outcome.seconds });
    }
  });
}

function addMenuRoutes(pages: FormPages, atm: Atm): void {
  const { visits, coreBank, bankName } = atm;
  pages.get("/atm/menu", { schema: { hide } }, (request, reply) =>
    withCard(atm, request, reply, ({ cardNumber }) =>
      sendPage(reply, renderMenu(bankName, cardNumber, IDLE_SECONDS)),
    ),
  );
  pages.get("/atm/balance", { schema: { hide } }, (request, reply) =>
    withCard(atm, request, reply, ({ cardNumber }) => {
      const bank = coreBank.state();
      const account = accountOfCard(bank, cardNumber);
      const balance = account === undefined ? undefined : balanceOf(bank, account);
      return sendPage(reply, renderBalance(bankName, balance, IDLE_SECONDS));
    }),
  );
  pages.post("/atm/exit", { schema: { hide } }, (request, reply) => {
    visits.end(request, reply);
    return seeOther(reply, "/atm/goodbye");
  });
  pages.get("/atm/goodbye", { schema: { hide } }, (_request, reply) =>
    sendFarewell(atm, reply, "left"),
  );
  pages.get("/atm/ended", { schema: { hide } }, (request, reply) => {
    visits.end(request, reply);
    return sendFarewell(atm, reply, "ended");
  });
}

function addServiceRoutes(pages: FormPages, atm: Atm): void {
  const service = () => ({ ...frameOf(atm), intent: randomUUID() });
  pages.get("/atm/ramznama", { schema: { hide } }, (request, reply) =>
    withCard(atm, request, reply, () => sendPage(reply, renderRamznamaMenu(service()))),
  );
  pages.get("/atm/resend", { schema: { hide } }, (request, reply) =>
    withCard(atm, request, reply, ({ serial }) =>
      sendPage(reply, renderResend({ ...service(), serial })),
    ),
  );
  for (const act of ["release", "block"] as const)
    pages.get(`/atm/${act}`, { schema: { hide } }, (request, reply) =>
      withCard(atm, request, reply, () => sendPage(reply, renderConfirmation(act, service()))),
    );
  pages.get("/atm/result", { schema: { hide } }, (request, reply) =>
    withCard(atm, request, reply, ({ last }) =>
      last === undefined
        ? seeOther(reply, "/atm/ramznama")
        : sendPage(reply, renderResult(last.result, frameOf(atm))),
    ),
  );
}

function addActRoutes(pages: FormPages, atm: Atm): void {
  const acts = { tokens: "issue", release: "release", block: "block" } as const;
  for (const [path, kind] of Object.entries(acts))
    pages.post(`/atm/${path}`, { schema: { hide, body: IntentForm } }, (request, reply) =>
      withCard(atm, request, reply, (visit) =>
        act(atm, request, reply, visit, { kind }, request.body.intent),
      ),
    );
  const body = z.strictObject({ intent, serial: typed });
  pages.post("/atm/resend", { schema: { hide, body } }, (request, reply) =>
    withCard(atm, request, reply, (visit) => {
      const serial = parseTokenSerial(request.body.serial);
      if (serial.ok) {
        const resend = { kind: "resend", serial: serial.value } as const;
        return act(atm, request, reply, visit, resend, request.body.intent);
      }
      const error = refusalText("tokenSerial", serial.reason, "fa");
      const parts = { ...frameOf(atm), intent: request.body.intent, error };
      return sendPage(reply, renderResend({ ...parts, serial: request.body.serial }));
    }),
  );
  pages.post("/atm/again", { schema: { hide } }, (request, reply) =>
    withCard(atm, request, reply, (visit) =>
      visit.last === undefined
        ? seeOther(reply, "/atm/ramznama")
        : act(atm, request, reply, visit, visit.last.act, visit.last.intent),
    ),
  );
}

async function act(
  { client, visits }: Atm,
  request: FastifyRequest,
  reply: FastifyReply,
  visit: AtmVisit,
  wished: AtmAct,
  intentOfWish: string,
): Promise<FastifyReply> {
  const reference = `atm-${intentOfWish}`;
  const result = await performAct(client, visit.cardNumber, wished, reference);
  request.log.info({ act: wished.kind, result: result.kind }, "the ATM asked Ramznama");
  const serial = result.kind === "issued" ? result.token.serial : visit.serial;
  visits.keep(request, { ...visit, serial, last: { act: wished, intent: intentOfWish, result } });
  return seeOther(reply, "/atm/result");
}

/** Whoever comes without an open visit is led to the start, and nothing is done. */
function withCard<Answer>(
  { visits }: Atm,
  request: FastifyRequest,
  reply: FastifyReply,
  answer: (visit: AtmVisit) => Answer,
): Answer | FastifyReply {
  const visit = visits.find(request);
  if (visit === undefined) return seeOther(reply, "/atm/ended");
  return visit.open ? answer(visit) : seeOther(reply, "/atm/pin");
}

const frameOf = ({ bankName }: Atm) => ({ bankName, idleSeconds: IDLE_SECONDS });

function sendFarewell({ bankName }: Atm, reply: FastifyReply, farewell: Farewell): FastifyReply {
  return sendPage(reply, renderFarewell(bankName, farewell));
}
