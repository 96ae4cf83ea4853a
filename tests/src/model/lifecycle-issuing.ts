/** Tokens and codes issued at ATM and branch in a sequence of R6. */
import type { Desk } from "./lifecycle-model.ts";
import type { QuickReply } from "./quick-http.ts";
import { classOf, type RealToken, type Stage } from "./lifecycle-stage.ts";

export const openIssuing = (stage: Stage) => {
  const { place, model, tokens, sent, personAt, same, once, callerOf } = stage;

  const noteIssue = async (
    reply: QuickReply,
    index: 0 | 1,
    expected: string,
  ): Promise<RealToken | undefined> => {
    same("issue", classOf(reply), expected);
    const created = model.tokens.at(-1);
    if (reply.status !== 201 || created === undefined) return undefined;
    const { serial } = JSON.parse(reply.text) as { serial: string };
    const token: RealToken = { model: created, serial, codes: [], codeKey: undefined };
    tokens.push(token);
    token.codes.push(await nextActivationCode(index));
    return token;
  };

  const nextActivationCode = (index: number): Promise<string> => {
    const count = (sent.activation[index] ?? 0) + 1;
    sent.activation[index] = count;
    return place.town.activationCode(personAt(index).mobile, count);
  };

  const issueCard = async (index: 0 | 1, card: 0 | 1, desk: Desk) => {
    const body = (cardNumber: string) => ({
      kind: "card",
      cardNumber,
      ...(desk === "atm" ? {} : { identitySeen: desk === "identity-seen" }),
    });
    const { cards } = personAt(index);
    const reply = await once({
      caller: callerOf(desk),
      path: desk === "atm" ? "/bank/v1/tokens" : "/staff/v1/tokens",
      body: body(cards[card]),
      otherBody: body(cards[card === 0 ? 1 : 0]),
    });
    return noteIssue(reply, index, model.issue(index, card, desk));
  };

  const issueAccount = async (index: 0 | 1, identitySeen: boolean) => {
    const { customerId } = personAt(index);
    const body = { kind: "account-gateway", customerId };
    const reply = await once({
      caller: "teller",
      path: "/staff/v1/tokens",
      body: { ...body, identitySeen },
      otherBody: { ...body, identitySeen: !identitySeen },
    });
    return noteIssue(
      reply,
      index,
      model.issue(index, undefined, identitySeen ? "identity-seen" : "branch"),
    );
  };

  const resend = async (token: RealToken, desk: Desk): Promise<void> => {
    const root = desk === "atm" ? "/bank/v1" : "/staff/v1";
    const reply = await once({
      caller: callerOf(desk),
      path: `${root}/tokens/${token.serial}/activation-codes`,
      body: desk === "atm" ? {} : { identitySeen: desk === "identity-seen" },
      otherBody: undefined,
    });
    same("resend", classOf(reply), model.resend(token.model, desk));
    if (reply.status === 201) token.codes.push(await nextActivationCode(token.model.person));
  };

  return { issueCard, issueAccount, resend };
};
