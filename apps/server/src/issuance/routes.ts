/** Issuing and re-sending, from an ATM (card tokens only, S27) and from a branch (both kinds). */
import {
  issueCardToken,
  issueTokenAtBranch,
  resendCardCode,
  resendCodeAtBranch,
  type SentCode,
} from "@ramznama/contract";
import { actorOf, appendAudit } from "../audit/index.ts";
import type { CoreBank, CoreCustomer } from "../core-bank/index.ts";
import { loadLinks } from "../links/index.ts";
import type { Caller } from "../platform/identity.ts";
import type { Tx } from "../platform/database.ts";
import { RamznamaError } from "../platform/ramznama-error.ts";
import type { RegisterRoutes } from "../platform/serve-route.ts";
import { answerOnce, countAgainstLimit, requesterOf } from "../requests/index.ts";
import { loadTokenBySerial, lockCustomer, lockTokenBySerial } from "../tokens/index.ts";
import {
  enrolledMobile,
  issueToken,
  sendActivationCode,
  type IssuanceContext,
  type IssueRequest,
} from "./issue-token.ts";

interface Context extends IssuanceContext {
  readonly coreBank: CoreBank;
}

export const issuanceRoutes =
  (context: Context): RegisterRoutes =>
  (serve) => {
    serve(issueCardToken, ({ caller, body, reference }) =>
      answerAndSend(
        context,
        caller,
        body,
        (prepared) => ({ ...prepared, reference }),
        () => prepareCard(context, body.cardNumber, caller, "channel", false),
      ),
    );
    serve(issueTokenAtBranch, ({ caller, body, reference }) =>
      answerAndSend(
        context,
        caller,
        body,
        (prepared) => ({ ...prepared, reference }),
        () =>
          body.kind === "card"
            ? prepareCard(context, body.cardNumber, caller, "branch", body.identitySeen)
            : prepareAccount(context, body.customerId, caller, body.identitySeen),
      ),
    );
    serve(resendCardCode, ({ caller, params, body, reference }) =>
      resend(context, { caller, ...params, ...body, identitySeen: false, reference }),
    );
    serve(resendCodeAtBranch, ({ caller, params, body, reference }) =>
      resend(context, { caller, ...params, ...body, reference }),
    );
  };

type Prepared = Omit<IssueRequest, "reference">;

const answerAndSend = async (
  context: Context,
  caller: Caller,
  body: { readonly requestReference: string },
  complete: (prepared: Prepared) => IssueRequest,
  prepare: () => Promise<Prepared>,
) => {
  const answer = await answerOnce(
    context,
    {
      actor: requesterOf(caller),
      reference: body.requestReference,
      content: { act: "issue", ...body },
    },
    prepare,
    (tx, prepared) => issueToken(context, tx, complete(prepared)),
  );
  context.outbox.worker.kick();
  return answer;
};

const prepareCard = async (
  { coreBank, policy }: Context,
  cardNumber: string,
  caller: Caller,
  via: "channel" | "branch",
  identitySeen: boolean,
): Promise<Prepared> => {
  if (!cardNumber.startsWith(policy.cardPrefix)) throw new RamznamaError("card_not_found");
  const customers = await coreBank.findCustomers({ cardNumber });
  const customer = customers.find((one) => hasLiveCard(one, cardNumber));
  if (customer === undefined) throw new RamznamaError("card_not_found");
  return { kind: "card", customer, cardNumber, via, identitySeen, actor: actorOf(caller) };
};

const hasLiveCard = (customer: CoreCustomer, cardNumber: string): boolean =>
  customer.cards.some((card) => card.active && card.number === cardNumber);

const prepareAccount = async (
  { coreBank }: Context,
  customerId: string,
  caller: Caller,
  identitySeen: boolean,
): Promise<Prepared> => {
  const [customer] = await coreBank.findCustomers({ customerId });
  if (customer === undefined) throw new RamznamaError("customer_not_found");
  return {
    kind: "account-gateway",
    customer,
    cardNumber: null,
    via: "branch",
    identitySeen,
    actor: actorOf(caller),
  };
};

interface ResendRequest {
  readonly caller: Caller;
  readonly serial: string;
  readonly requestReference: string;
  readonly identitySeen: boolean;
  readonly reference: string;
}

const resend = async (context: Context, request: ResendRequest): Promise<SentCode> => {
  const answer = await answerOnce(
    context,
    {
      actor: requesterOf(request.caller),
      reference: request.requestReference,
      content: { act: "resend", serial: request.serial, identitySeen: request.identitySeen },
    },
    () => ownerOf(context, request),
    (tx, customer) => resendCode(context, tx, request, customer),
  );
  context.outbox.worker.kick();
  return answer;
};

/** An ATM may re-send for card tokens only (S27). */
const ownerOf = async (
  { database, coreBank }: Context,
  { serial, caller }: ResendRequest,
): Promise<CoreCustomer> => {
  const token = await loadTokenBySerial(database, serial);
  if (token === undefined || (caller.kind === "channel" && token.kind !== "card")) {
    throw new RamznamaError("token_not_found");
  }
  const [customer] = await coreBank.findCustomers({ customerId: token.customer_id });
  if (customer === undefined) throw new RamznamaError("token_not_found");
  return customer;
};

const resendCode = async (
  context: Context,
  tx: Tx,
  request: ResendRequest,
  customer: CoreCustomer,
): Promise<SentCode> => {
  const { clock, keyring, policy } = context;
  const now = clock.now();
  await lockCustomer(tx, customer.customerId);
  const token = await lockTokenBySerial(tx, request.serial);
  // A confirming token too: its phone may have lost what it needs, and a new code lets it begin anew.
  if (token.state !== "issued" && token.state !== "confirming") {
    throw new RamznamaError("token_state_conflict");
  }
  const via = request.caller.kind === "staff" ? "branch" : "channel";
  const mobile = await enrolledMobile(
    context,
    tx,
    { customer, via, identitySeen: request.identitySeen },
    now,
  );
  // Per card and day: a new serial of the same card brings no new codes.
  const [card] = await loadLinks(tx, token.kind === "card" ? [token.id] : []);
  const subject = card?.subject_key ?? keyring.digest("subject", "customer", token.customer_id);
  await countAgainstLimit(tx, now, subject, `code-by-${via}`, policy.perCardAndDay.codes);
  const sent = await sendActivationCode(context, tx, token, mobile);
  await appendAudit(tx, now, {
    type: "activation-code.sent-again",
    actor: actorOf(request.caller),
    customerId: token.customer_id,
    token,
    reference: request.reference,
  });
  return sent;
};
