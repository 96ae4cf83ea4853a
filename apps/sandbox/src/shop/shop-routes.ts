/** `/shop`: a form, a payment, a result that may be loaded again. */
import { type CodeReferences, createCodeReferences } from "../bank/code-references.ts";
import type { FormPages } from "../pages/form-pages.ts";
import { seeOther, sendPage } from "../pages/send-page.ts";
import { createVisits } from "../platform/visits.ts";
import { parsePayment, type Payment, PaymentForm } from "./parse-payment.ts";
import { pay, type PaymentOutcome, type Till } from "./pay.ts";
import {
  firstPayment,
  type KeptPayment,
  renderPaymentPage,
  renderPaymentResult,
} from "./shop-page.ts";

export interface ShopOptions extends Till {
  readonly cardPrefix: string;
}

/** One order: every code that is entered for it has its reference. */
interface Order {
  readonly references: CodeReferences;
  readonly kept: KeptPayment;
  readonly last?: { readonly payment: Payment; readonly outcome: PaymentOutcome };
}

const IDLE_SECONDS = 20 * 60;
const hide = true;

const newOrder = (): Order => ({ references: createCodeReferences("shop"), kept: firstPayment });

export function addShopRoutes(pages: FormPages, options: ShopOptions): void {
  const { clock } = options;
  const visits = createVisits<Order>({
    cookieName: "sandbox_shop",
    path: "/shop",
    idleSeconds: IDLE_SECONDS,
    clock,
  });
  const settle = async (order: Order, payment: Payment): Promise<Order> => {
    const { amountRials, cardNumber, code } = payment;
    const reference = order.references.referenceFor([cardNumber, code, String(amountRials)]);
    return { ...order, last: { payment, outcome: await pay(options, payment, reference) } };
  };
  pages.get("/shop", { schema: { hide } }, (request, reply) => {
    const order = visits.find(request);
    const open = order?.last?.outcome.kind === "paid" ? undefined : order;
    if (open === undefined) visits.begin(request, reply, newOrder());
    return sendPage(reply, renderPaymentPage(open?.kept ?? firstPayment));
  });
  pages.post("/shop/payment", { schema: { hide, body: PaymentForm } }, async (request, reply) => {
    const { amount, cardNumber, expiry } = request.body;
    const kept = { amount, cardNumber, expiry };
    const parsed = parsePayment(request.body, options.cardPrefix);
    if (!parsed.ok) return sendPage(reply, renderPaymentPage(kept, parsed.errors));
    const order = visits.find(request);
    // Sent twice: the order is paid, and stays paid.
    if (order?.last?.outcome.kind === "paid") return seeOther(reply, "/shop/result");
    const settled = await settle({ ...(order ?? newOrder()), kept }, parsed.payment);
    if (order === undefined) visits.begin(request, reply, settled);
    else visits.keep(request, settled);
    return seeOther(reply, "/shop/result");
  });
  pages.post("/shop/again", { schema: { hide } }, async (request, reply) => {
    const order = visits.find(request);
    if (order?.last?.outcome.kind === "unanswered")
      visits.keep(request, await settle(order, order.last.payment));
    return seeOther(reply, "/shop/result");
  });
  pages.get("/shop/result", { schema: { hide } }, (request, reply) => {
    const last = visits.find(request)?.last;
    if (last === undefined) return seeOther(reply, "/shop");
    return sendPage(reply, renderPaymentResult(last.outcome, last.payment));
  });
}
