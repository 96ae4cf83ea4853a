/** A customer with a new phone and an active card token on it, whatever was there before. */
import type { Phone } from "@ramznama/phone";
import { openEnrolment } from "./card-enrolment.ts";
import type { Channel } from "./channel.ts";
import type { PhoneNetwork } from "./phone-network.ts";
import type { TestBank } from "./test-bank.ts";
import { activateCard, takeCode, type TestPerson } from "./test-phone.ts";

interface EquippedPhone {
  readonly phone: Phone;
  readonly network: PhoneNetwork;
  readonly id: string;
  readonly serial: string;
}

export const equip = async (
  bank: TestBank,
  atm: Channel,
  owner: TestPerson & { readonly card: string },
): Promise<EquippedPhone> => {
  const { phone, network } = await openEnrolment(bank, atm).registerNewPhone(owner);
  return { phone, network, ...(await activateCard(bank, atm, phone, owner)) };
};

/** A code of a second of its own. */
export const codeFrom = (bank: TestBank, { phone, id }: EquippedPhone): Promise<string> => {
  bank.clock.advanceSeconds(1);
  return takeCode(phone, id);
};
