/** Customers with a card as tests put them before an activation: a serial, an SMS, a device of their own. */
import { randomUUID } from "node:crypto";
import type { Phone } from "@ramznama/phone";
import { createBareDevice, type BareDevice, type DeviceReply } from "./bare-device.ts";
import { issueCardToken, type Channel } from "./channel.ts";
import { createPhoneNetwork, type PhoneNetwork } from "./phone-network.ts";
import { readActivationCode } from "./sms.ts";
import type { TestBank } from "./test-bank.ts";
import { createTestPhone, registerPhone, type TestPerson } from "./test-phone.ts";

type CardOwner = TestPerson & { readonly card: string };

interface Issued {
  readonly serial: string;
  readonly code: string;
}

interface Enrolment {
  issueCard(owner: CardOwner): Promise<Issued>;
  releaseDevice(owner: CardOwner): Promise<void>;
  /** A device of the customer's own, whatever was there before; the bank's clock moves two days on. */
  registerBareDevice(owner: CardOwner): Promise<BareDevice>;
  /** The same with a phone. */
  registerNewPhone(
    owner: CardOwner,
  ): Promise<{ readonly phone: Phone; readonly network: PhoneNetwork }>;
}

export const openEnrolment = (bank: TestBank, atm: Channel): Enrolment => {
  const releaseDevice = async ({ card }: CardOwner): Promise<void> => {
    const content = { cardNumber: card, requestReference: randomUUID() };
    const { status } = await atm.post("/bank/v1/device-releases", content);
    if (status !== 200) throw new Error(`the release was answered ${status}`);
  };
  const beginAnew = async (owner: CardOwner): Promise<void> => {
    await releaseDevice(owner);
    bank.clock.advanceSeconds(2 * 86_400);
  };
  return {
    releaseDevice,
    issueCard: async ({ card, mobile }) => {
      const { serial } = await issueCardToken(atm, card);
      return { serial, code: await readActivationCode(bank, mobile) };
    },
    registerBareDevice: async (owner) => {
      await beginAnew(owner);
      const device = await createBareDevice(bank);
      await device.register(owner);
      return device;
    },
    registerNewPhone: async (owner) => {
      await beginAnew(owner);
      const network = createPhoneNetwork(() => bank.publicUrl());
      const phone = createTestPhone(bank, network);
      await registerPhone(bank, phone, owner);
      return { phone, network };
    },
  };
};

/** What is typed on the phone. */
export const cardEntry = (owner: CardOwner, { serial, code }: Issued) =>
  ({ kind: "card", cardNumber: owner.card, serial, code }) as const;

export const tryCode = async (
  device: BareDevice,
  owner: CardOwner,
  issued: Issued,
): Promise<DeviceReply> => device.sendActivation(await device.begin(cardEntry(owner, issued)));

export const otherCode = (code: string, shift = 1): string =>
  String((Number(code) + shift) % 100_000_000).padStart(8, "0");
