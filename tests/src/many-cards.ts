/** The sandbox customer with thirty cards, for tests that need many tokens. */
import { readFile } from "node:fs/promises";
import type { Phone } from "@ramznama/phone";
import type { Channel } from "./channel.ts";
import type { TestBank } from "./test-bank.ts";
import { activateCard, registerPhone } from "./test-phone.ts";

const sandboxFile = new URL("../../apps/sandbox/data/sandbox.json", import.meta.url);

interface Customer {
  readonly customerId: string;
  readonly nationalId: string;
  readonly mobile: string;
  readonly cards: readonly { readonly number: string }[];
}

export interface ActiveCard {
  readonly card: string;
  readonly id: string;
  readonly serial: string;
}

export const loadZahra = async (): Promise<Customer> => {
  const { customers } = JSON.parse(await readFile(sandboxFile, "utf8")) as {
    readonly customers: readonly Customer[];
  };
  const zahra = customers.find((customer) => customer.customerId === "C1007");
  if (zahra === undefined) throw new Error("the sandbox has lost its customer with many cards");
  return zahra;
};

/** Registers the phone and activates the first `count` cards on it. */
export const activateManyCards = async (
  bank: TestBank,
  atm: Channel,
  phone: Phone,
  count: number,
): Promise<readonly ActiveCard[]> => {
  const zahra = await loadZahra();
  await registerPhone(bank, phone, zahra);
  const active: ActiveCard[] = [];
  for (const { number: card } of zahra.cards.slice(0, count)) {
    const { id, serial } = await activateCard(bank, atm, phone, { ...zahra, card });
    active.push({ card, id, serial });
  }
  return active;
};
