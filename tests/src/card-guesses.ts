/** People with a card token on their own phone, and strangers who guess at it. */
import type { Phone, ShownCode } from "@ramznama/phone";
import type { Channel } from "./channel.ts";
import { openWrongCodes } from "./code-of-nobody.ts";
import type { TestBank } from "./test-bank.ts";
import { activateCard, createTestPhone, registerPhone, type TestPerson } from "./test-phone.ts";

export interface Holder {
  readonly phone: Phone;
  readonly id: string;
  readonly serial: string;
  readonly card: string;
}

export const equipHolder = async (
  bank: TestBank,
  atm: Channel,
  owner: TestPerson & { readonly card: string },
  phone: Phone = createTestPhone(bank),
): Promise<Holder> => {
  await registerPhone(bank, phone, owner);
  return { phone, card: owner.card, ...(await activateCard(bank, atm, phone, owner)) };
};

interface Entry {
  readonly origin?: string;
  readonly transactionReference?: string;
}

/** `accepted`, or why not. */
export const outcomeOf = async (
  channel: Channel,
  card: string,
  code: string,
  entry: Entry = {},
): Promise<string> => {
  const purpose = "card-second-password";
  const { body } = await channel.verify({ purpose, subject: card, code, ...entry });
  return body.outcome === "accepted" ? "accepted" : body.reason;
};

export interface Guesses {
  /** Wrong for every token that was active when the guesses were opened. */
  code(): string;
  at(channel: Channel, card: string): Promise<string>;
}

export const openGuesses = async (bank: TestBank): Promise<Guesses> => {
  const code = await openWrongCodes(bank);
  return { code, at: (channel, card) => outcomeOf(channel, card, code()) };
};

/** Five free failures a day, for as many days as the year's 70 need. */
export const exhaustYear = async (
  bank: TestBank,
  channel: Channel,
  card: string,
): Promise<void> => {
  const guesses = await openGuesses(bank);
  for (let day = 1; day <= 14; day += 1) {
    for (let times = 1; times <= 5; times += 1) {
      const outcome = await guesses.at(channel, card);
      if (outcome !== "not_accepted") throw new Error(`guess ${times} of day ${day}: ${outcome}`);
    }
    bank.clock.advanceSeconds(86_400);
  }
};

/** A tap, a second after whatever came before. */
export const tap = async (
  bank: TestBank,
  { phone, id }: Holder,
): Promise<Extract<ShownCode, { ok: true }>> => {
  bank.clock.advanceSeconds(1);
  const shown = await phone.code(id);
  if (!shown.ok) throw new Error(`no code was shown: ${JSON.stringify(shown)}`);
  return shown;
};
