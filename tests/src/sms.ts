/** The customer's eyes on the SMS inbox. */
import { findActivationCode, findRegistrationCode } from "@ramznama/persian";
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

const newest = async (
  bank: TestBank,
  mobile: string,
  find: (text: string) => string | undefined,
): Promise<string> => {
  for (const { text } of await readSms(bank, mobile)) {
    const found = find(text);
    if (found !== undefined) return found;
  }
  throw new Error(`no such SMS for ${mobile}`);
};

export const readActivationCode = (bank: TestBank, mobile: string): Promise<string> =>
  newest(bank, mobile, findActivationCode);

export const readRegistrationCode = (bank: TestBank, mobile: string): Promise<string> =>
  newest(bank, mobile, findRegistrationCode);
