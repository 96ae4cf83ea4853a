/** The customer's eyes on the SMS inbox. */
import { findActivationCode, findRegistrationCode, toPersianDigits } from "@ramznama/persian";
import type { TestBank } from "./test-bank.ts";

interface Sms {
  readonly messageId: string;
  readonly text: string;
}

/** Newest first. What is due is delivered beforehand. */
export const readSms = async (bank: TestBank, mobile: string): Promise<readonly Sms[]> => {
  await bank.drain();
  const response = await fetch(`${bank.sandboxUrl}/inbox/api/messages?to=${mobile}`);
  const { messages } = (await response.json()) as { messages: Sms[] };
  return messages;
};

/** Another server process may be delivering it at this very moment, so a few looks may be needed. */
const looksMax = 400;

const newest = async (
  bank: TestBank,
  mobile: string,
  find: (text: string) => string | undefined,
): Promise<string> => {
  for (let look = 0; look < looksMax; look += 1) {
    for (const { text } of await readSms(bank, mobile)) {
      const found = find(text);
      if (found !== undefined) return found;
    }
  }
  throw new Error(`no such SMS for ${mobile}`);
};

/** The newest code, of the message that names `card` if one is given. */
export const readActivationCode = (
  bank: TestBank,
  mobile: string,
  card?: string,
): Promise<string> => {
  const named = card === undefined ? "" : toPersianDigits(card.slice(-4));
  return newest(bank, mobile, (text) =>
    text.includes(named) ? findActivationCode(text) : undefined,
  );
};

export const readRegistrationCode = (bank: TestBank, mobile: string): Promise<string> =>
  newest(bank, mobile, findRegistrationCode);
