/** Issuing and re-sending, from an ATM (card tokens only, S27) and from a branch (both kinds). */
import {
  issueCardToken,
  issueTokenAtBranch,
  reprintReceipt,
  resendCardCode,
  resendCodeAtBranch,
  type SentCode,
} from "@ramznama/contract";
import { actorOf, appendAudit } from "../audit/index.ts";
import { findCustomer, type CoreBank, type CoreCustomer } from "../core-bank/index.ts";
import { cardIdOf, loadLinks } from "../links/index.ts";
import type { Tx } from "../platform/database.ts";
import { RamznamaError } from "../platform/ramznama-error.ts";
import type { RegisterRoutes } from "../platform/serve-route.ts";
import { answerOnce, countAgainstLimit, requesterOf } from "../requests/index.ts";
import { loadTokenBySerial, lockCustomer, lockTokenBySerial } from "../tokens/index.ts";
import { enrolledMobile, type Issuer } from "./enrolled-mobile.ts";
import {
  issueToken,
  sendActivationCode,
  type IssuanceContext,
  type IssueRequest,
} from "./issue-token.ts";
import { printAgain } from "./print-again.ts";

interface Context extends IssuanceContext {
  readonly coreBank: CoreBank;
}

export const issuanceRoutes =
  (context: Context): RegisterRoutes =>
  (serve) => {
    serve(issueCardToken, ({ caller, body, reference }) =>
      answerAndSend(context, caller, body, () =>
        prepareCard(context, body.cardNumber, {
          by: caller,
          identitySeen: false,
          reference,
        }),
      ),
    );
    serve(issueTokenAtBranch, ({ caller, body, reference }) =>
      answerAndSend(context, caller, body, () =>
        prepareAtBranch(context, body, { by: caller, identitySeen: body.identitySeen, reference }),
      ),
    );
    serve(resendCardCode, ({ caller, params, body, reference }) =>
      resend(context, { by: caller, ...params, ...body, identitySeen: false, reference }),
    );
    serve(resendCodeAtBranch, ({ caller, params, body, reference }) =>
      resend(context, { by: caller, ...params, ...body, reference }),
    );
    serve(reprintReceipt, ({ caller, params, body, reference }) =>
      answerOnce(
        context,
        {
          actor: requesterOf(caller),
          reference: body.requestReference,
          content: { act: "reprint", ...params, ...body },
        },
        () => ownerOf(context, { by: caller, serial: params.serial }),
        (tx, customer) => printAgain(context, tx, { caller, ...params, customer, reference }),
      ),
    );
  };

const answerAndSend = async (
  context: Context,
  caller: Issuer,
  body: { readonly requestReference: string },
  prepare: () => Promise<IssueRequest>,
) => {
  const answer = await answerOnce(
    context,
    {
      actor: requesterOf(caller),
      reference: body.requestReference,
      content: { act: "issue", ...body },
    },
    prepare,
    (tx, request) => issueToken(context, tx, request),
  );
  context.outbox.worker.kick();
  return answer;
};

type Asked = Pick<IssueRequest, "by" | "identitySeen" | "reference">;

const prepareAtBranch = (
  context: Context,
  body: BranchIssue,
  asked: Asked,
): Promise<IssueRequest> => {
  if (body.kind === "account-gateway") return prepareAccount(context, body.customerId, asked);
  return "cardNumber" in body
    ? prepareCard(context, body.cardNumber, asked)
    : prepareChosenCard(context, body, asked);
};

type BranchIssue =
  | { readonly kind: "card"; readonly cardNumber: string }
  | { readonly kind: "card"; readonly customerId: string; readonly cardId: string }
  | { readonly kind: "account-gateway"; readonly customerId: string };

/** The desk sees card numbers masked, and names one by its `cardId`: of this customer, and live now. */
const prepareChosenCard = async (
  context: Context,
  { customerId, cardId }: { readonly customerId: string; readonly cardId: string },
  asked: Asked,
): Promise<IssueRequest> => {
  const customer = await findCustomer(context.coreBank, customerId);
  const card = customer.cards.find(
    ({ active, number }) => active && cardIdOf(context.keyring, customerId, number) === cardId,
  );
  if (card === undefined) throw new RamznamaError("card_not_found");
  assertOwnCard(context, card.number);
  return { kind: "card", customer, cardNumber: card.number, ...asked };
};

const prepareCard = async (
  context: Context,
  cardNumber: string,
  asked: Asked,
): Promise<IssueRequest> => {
  assertOwnCard(context, cardNumber);
  const customers = await context.coreBank.findCustomers({ cardNumber });
  const customer = customers.find((one) => hasLiveCard(one, cardNumber));
  if (customer === undefined) throw new RamznamaError("card_not_found");
  return { kind: "card", customer, cardNumber, ...asked };
};

const assertOwnCard = ({ policy }: Context, cardNumber: string): void => {
  if (!cardNumber.startsWith(policy.cardPrefix)) throw new RamznamaError("card_not_found");
};

const hasLiveCard = (customer: CoreCustomer, cardNumber: string): boolean =>
  customer.cards.some((card) => card.active && card.number === cardNumber);

const prepareAccount = async (
  context: Context,
  customerId: string,
  asked: Asked,
): Promise<IssueRequest> => ({
  kind: "account-gateway",
  customer: await findCustomer(context.coreBank, customerId),
  cardNumber: null,
  ...asked,
});

interface ResendRequest {
  readonly by: Issuer;
  readonly serial: string;
  readonly requestReference: string;
  readonly identitySeen: boolean;
  readonly reference: string;
}

const resend = async (context: Context, request: ResendRequest): Promise<SentCode> => {
  const answer = await answerOnce(
    context,
    {
      actor: requesterOf(request.by),
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
  { serial, by }: Pick<ResendRequest, "serial" | "by">,
): Promise<CoreCustomer> => {
  const token = await loadTokenBySerial(database, serial);
  if (token === undefined || (by.kind === "channel" && token.kind !== "card")) {
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
  const via = request.by.kind === "staff" ? "branch" : "channel";
  const mobile = await enrolledMobile(policy, tx, { ...request, customer }, now);
  // Per card and day: a new serial of the same card brings no new codes.
  const [card] = await loadLinks(tx, token.kind === "card" ? [token.id] : []);
  const subject = card?.subject_key ?? keyring.digest("subject", "customer", token.customer_id);
  await countAgainstLimit(tx, now, subject, `code-by-${via}`, policy.perCardAndDay.codes);
  const sent = await sendActivationCode(context, tx, token, mobile);
  await appendAudit(tx, now, {
    type: "activation-code.sent-again",
    actor: actorOf(request.by),
    customerId: token.customer_id,
    token,
    reference: request.reference,
  });
  return sent;
};
