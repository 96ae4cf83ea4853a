/** A customer with a phone whose account/gateway token a branch has linked to the gateway login. */
import type { Phone } from "@ramznama/phone";
import { issueAccountToken, type Desk } from "./desk.ts";
import { readActivationCode } from "./sms.ts";
import type { TestBank } from "./test-bank.ts";
import { createTestPhone, registerPhone, takeCode, type TestPerson } from "./test-phone.ts";

export interface LinkedCustomer {
  readonly phone: Phone;
  readonly serial: string;
  /** A code of a second of its own. */
  code(): Promise<string>;
}

export const linkCustomer = async (
  bank: TestBank,
  teller: Desk,
  person: TestPerson & { readonly customerId: string },
): Promise<LinkedCustomer> => {
  const phone = createTestPhone(bank);
  await registerPhone(bank, phone, person);
  const { serial } = await issueAccountToken(teller, person.customerId, true);
  const code = await readActivationCode(bank, person.mobile);
  const outcome = await phone.activate({ kind: "account-gateway", serial, code });
  if (!outcome.ok) throw new Error(`activation was refused: ${JSON.stringify(outcome)}`);
  const linked = await teller.put(`/staff/v1/tokens/${serial}/links`, {
    gatewayLogin: true,
    accounts: [],
  });
  if (linked.status !== 200) throw new Error(`linking answered ${JSON.stringify(linked.body)}`);
  return {
    phone,
    serial,
    code: () => {
      bank.clock.advanceSeconds(1);
      return takeCode(phone, outcome.id);
    },
  };
};
