/** The answer to a dynamic password: one refusal for every cause, so that it teaches a guesser nothing. */

import type { Language, Text } from "./language.ts";

export function verificationText(outcome: "accepted" | "rejected", language: Language): string {
  return verificationTexts[outcome][language];
}

const verificationTexts: Readonly<Record<"accepted" | "rejected", Text>> = {
  accepted: { fa: "رمز پذیرفته شد.", en: "The password was accepted." },
  rejected: {
    fa: "رمز پذیرفته نشد. رمز جدیدی از رمزنما دریافت و وارد کنید؛ اگر باز هم پذیرفته نشد، به یکی از شعب مراجعه کنید.",
    en: "The password was not accepted. Please get a new one from Ramznama and enter it; if that is refused too, visit a branch.",
  },
};
