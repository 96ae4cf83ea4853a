/** Where tokens are issued and codes are sent again: an ATM, a branch and another one, with who looks at it afterwards. */
import { randomUUID } from "node:crypto";
import type { IssuedToken, Problem, SentCode } from "@ramznama/contract";
import { openChannel, type Answer, type Channel } from "./channel.ts";
import { openDesk, type Desk } from "./desk.ts";
import type { TestBank } from "./test-bank.ts";

type Issued = Promise<Answer<IssuedToken & Partial<Problem>>>;
type Sent = Promise<Answer<SentCode & Partial<Problem>>>;

export interface Issuing {
  readonly atm: Channel;
  readonly shop: Channel;
  readonly teller: Desk;
  readonly otherBranch: Desk;
  readonly auditor: Desk;
  /** At the ATM. */
  issue(cardNumber: string, requestReference?: string): Issued;
  issueAtBranch(content: object): Issued;
  /** At the ATM. */
  resend(serial: string): Sent;
  resendAtBranch(serial: string, identitySeen: boolean, desk?: Desk): Sent;
  tokensOf(customerId: string): Promise<readonly { readonly serial: string }[]>;
}

export const openIssuing = async (bank: TestBank): Promise<Issuing> => {
  const atm = await openChannel(bank, "atm");
  const teller = await openDesk(bank, "teller");
  const codes = (serial: string): string => `v1/tokens/${serial}/activation-codes`;
  return {
    atm,
    shop: await openChannel(bank, "shop"),
    teller,
    otherBranch: await openDesk(bank, "teller2"),
    auditor: await openDesk(bank, "auditor"),
    issue: (cardNumber, requestReference = randomUUID()) =>
      atm.post("/bank/v1/tokens", { kind: "card", cardNumber, requestReference }),
    issueAtBranch: (content) =>
      teller.post("/staff/v1/tokens", { requestReference: randomUUID(), ...content }),
    resend: (serial) => atm.post(`/bank/${codes(serial)}`, { requestReference: randomUUID() }),
    resendAtBranch: (serial, identitySeen, desk = teller) =>
      desk.post(`/staff/${codes(serial)}`, { identitySeen, requestReference: randomUUID() }),
    tokensOf: async (customerId) => {
      const path = `/staff/v1/tokens?customerId=${customerId}`;
      const { body } = await teller.get<{
        readonly tokens: readonly { readonly serial: string }[];
      }>(path);
      return body.tokens;
    },
  };
};
