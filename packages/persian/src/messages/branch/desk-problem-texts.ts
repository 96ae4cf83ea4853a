/** Refusals that a teller reads otherwise than a customer does: the customer stands before the counter. */
import type { Language, Text } from "../language.ts";
import { hasProblemText, problemText } from "../problem-texts.ts";

const deskProblemTexts: Readonly<Record<string, Text>> = {
  no_mobile_number: {
    fa: "تلفن همراهی برای این مشتری در سامانه مرکزی نیست. ابتدا آن را ثبت کنید، سپس دوباره صادر کنید.",
    en: "Core banking holds no mobile number for this customer. Register one first, then issue again.",
  },
  customer_blocked: {
    fa: "مشتری رمزنما را مسدود کرده است. ابتدا رفع مسدودی را درخواست کنید.",
    en: "The customer blocked Ramznama. Ask for unblocking first.",
  },
  card_not_found: {
    fa: "سامانه مرکزی چنین کارت فعالی نمی‌شناسد؛ شاید باطل یا تعویض شده است. مشتری را دوباره باز کنید.",
    en: "Core banking knows no such live card; it may have been ended or replaced. Open the customer anew.",
  },
  daily_limit_reached: {
    fa: "سقف امروز این مشتری برای این کار پر شده است. فردا دوباره انجام دهید.",
    en: "Today's limit of this customer is reached. Please do it tomorrow.",
  },
  reference_reused: {
    fa: "این کار پیش‌تر با محتوای دیگری ثبت شده است. پنجره را ببندید و از نو باز کنید.",
    en: "This was recorded before with other content. Close the dialog and open it anew.",
  },
  device_not_found: {
    fa: "این دستگاه دیگر ثبت نیست؛ شاید همکاری آن را آزاد کرده است.",
    en: "This device is not registered any more; a colleague may have released it.",
  },
  rate_limited: {
    fa: "درخواست‌ها زیاد شد. چند ثانیه صبر کنید و دوباره تلاش کنید.",
    en: "Too many requests. Wait a few seconds and try again.",
  },
  forbidden: {
    fa: "نقش شما این کار را در بر نمی‌گیرد. از مسئول شعبه بخواهید آن را انجام دهد.",
    en: "Your role does not cover this. Ask the supervisor to do it.",
  },
  internal_error: {
    fa: "در سامانه خطایی رخ داد. دوباره تلاش کنید؛ اگر تکرار شد، شماره پیگیری را به پشتیبانی بدهید.",
    en: "Something failed in the system. Try again; if it repeats, give the reference to the support.",
  },
};

/** Undefined for a problem that nobody has words for: the server is newer. */
export function deskProblemText(code: string, language: Language): string | undefined {
  const own = Object.hasOwn(deskProblemTexts, code) ? deskProblemTexts[code] : undefined;
  if (own !== undefined) return own[language];
  return hasProblemText(code) ? problemText(code, language) : undefined;
}
