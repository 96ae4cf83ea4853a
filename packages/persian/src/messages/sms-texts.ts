/**
 * The short messages the bank sends. A code stands alone on the second line in Latin digits, so that
 * a long press selects it and every program reads it; other numbers are written in Persian digits.
 * No message holds a serial, a full card number or a link: links in bank messages teach people to
 * follow those of thieves.
 */

import { toPersianDigits } from "../digits.ts";
import type { ActivationCode, RegistrationCode } from "../sms-codes.ts";
import { formatTehranDateTime } from "../tehran-time.ts";
import type { Language } from "./language.ts";

/** What a token serves: a masked card (`maskCardNumber`), or account and gateway. */
export type TokenSubject =
  | { readonly kind: "card"; readonly maskedCardNumber: string }
  | { readonly kind: "account-gateway" };

interface FromBank {
  readonly bankName: string;
}

interface Event extends FromBank {
  readonly unixMilliseconds: number;
}

export interface ActivationCodeSms extends FromBank {
  readonly code: ActivationCode;
  readonly subject: TokenSubject;
  readonly validHours: number;
}

export function activationCodeSms(sms: ActivationCodeSms, language: Language): string {
  const { bankName, code, validHours } = sms;
  return language === "fa"
    ? lines(
        `${bankName}: کد فعالسازی رمزنما برای ${subjectName(sms.subject, "fa")}`,
        code,
        `اعتبار: ${toPersianDigits(String(validHours))} ساعت`,
        "این کد را به هیچ‌کس نگویید؛ کارکنان بانک هرگز آن را نمی‌پرسند.",
      )
    : lines(
        `${bankName}: Ramznama activation code for ${subjectName(sms.subject, "en")}`,
        code,
        `Valid for ${validHours} hours`,
        "Never tell this code to anybody; the bank's staff never ask for it.",
      );
}

export interface RegistrationCodeSms extends FromBank {
  readonly code: RegistrationCode;
  readonly validMinutes: number;
}

export function registrationCodeSms(sms: RegistrationCodeSms, language: Language): string {
  const { bankName, code, validMinutes } = sms;
  return language === "fa"
    ? lines(
        `${bankName}: کد ثبت دستگاه در رمزنما`,
        code,
        `اعتبار: ${toPersianDigits(String(validMinutes))} دقیقه`,
        "این کد را به هیچ‌کس نگویید؛ کارکنان بانک هرگز آن را نمی‌پرسند.",
      )
    : lines(
        `${bankName}: code to register a device in Ramznama`,
        code,
        `Valid for ${validMinutes} minutes`,
        "Never tell this code to anybody; the bank's staff never ask for it.",
      );
}

export interface TwoRegistrationCodesSms extends RegistrationCodeSms {
  readonly second: RegistrationCode;
}

/** Where many wrong codes came for one person. Each code is called one, so that no program takes either for both. */
export function twoRegistrationCodesSms(sms: TwoRegistrationCodesSms, language: Language): string {
  const { bankName, code, second, validMinutes } = sms;
  return language === "fa"
    ? lines(
        `${bankName}: کد اول ثبت دستگاه در رمزنما`,
        code,
        "کد دوم، برای وقتی که پس از کد اول دوباره کد خواسته شود:",
        second,
        `اعتبار: ${toPersianDigits(String(validMinutes))} دقیقه`,
        "چون کد ثبت دستگاه شما بارها نادرست وارد شده است، هر دو کد به ترتیب لازم است.",
        "این کدها را به هیچ‌کس نگویید؛ کارکنان بانک هرگز آن‌ها را نمی‌پرسند.",
      )
    : lines(
        `${bankName}: first code to register a device in Ramznama`,
        code,
        "Second code, for when a code is asked again after the first:",
        second,
        `Valid for ${validMinutes} minutes`,
        "Wrong codes were entered for you many times, so both codes are needed, one after the other.",
        "Never tell these codes to anybody; the bank's staff never ask for them.",
      );
}

export interface TokenSms extends Event {
  readonly subject: TokenSubject;
}

export function tokenActivatedSms(sms: TokenSms, language: Language): string {
  return language === "fa"
    ? notice(sms, "fa", `رمزنمای ${subjectName(sms.subject, "fa")} فعال شد.`)
    : notice(sms, "en", `Ramznama for ${subjectName(sms.subject, "en")} was activated.`);
}

export function tokenEndedSms(sms: TokenSms, language: Language): string {
  return language === "fa"
    ? notice(sms, "fa", `رمزنمای ${subjectName(sms.subject, "fa")} غیرفعال شد.`)
    : notice(sms, "en", `Ramznama for ${subjectName(sms.subject, "en")} was ended.`);
}

export function deviceRegisteredSms(event: Event, language: Language): string {
  return language === "fa"
    ? notice(event, "fa", "دستگاه جدیدی در رمزنمای شما ثبت شد.")
    : notice(event, "en", "A new device was registered in your Ramznama.");
}

export function deviceReleasedSms(event: Event, language: Language): string {
  return language === "fa"
    ? notice(event, "fa", "دستگاه شما از رمزنما آزاد شد و رمزهای آن دیگر پذیرفته نمی‌شود.")
    : notice(
        event,
        "en",
        "Your device was released from Ramznama; its passwords are no longer accepted.",
      );
}

export function tokensBlockedSms(event: Event, language: Language): string {
  return language === "fa"
    ? lines(
        ...eventLines(event, "fa", "همه رمزنماهای شما مسدود شد."),
        "برای رفع مسدودی با مدرک شناسایی به یکی از شعب مراجعه کنید.",
      )
    : lines(
        ...eventLines(event, "en", "All your Ramznama tokens were blocked."),
        "To unblock them please visit a branch with an identity document.",
      );
}

export function tokensRevokedSms(event: Event, language: Language): string {
  return language === "fa"
    ? lines(
        ...eventLines(event, "fa", "همه رمزنماهای شما لغو شد و رمزهای آن‌ها دیگر پذیرفته نمی‌شود."),
        "برای دریافت رمزنمای تازه به یکی از شعب مراجعه کنید.",
      )
    : lines(
        ...eventLines(
          event,
          "en",
          "All your Ramznama tokens were revoked; their passwords are no longer accepted.",
        ),
        "To get new ones please visit a branch.",
      );
}

export interface AccountLinkedSms extends Event {
  /** From `maskAccountNumber`. */
  readonly maskedAccountNumber: string;
}

export function accountLinkedSms(sms: AccountLinkedSms, language: Language): string {
  const account = sms.maskedAccountNumber;
  return language === "fa"
    ? notice(sms, "fa", `یک رمزنما به حساب ${isolated(toPersianDigits(account))} متصل شد.`)
    : notice(sms, "en", `A Ramznama token was linked to account ${account}.`);
}

/** A notice ends with the way out for somebody who did not do this. */
function notice(event: Event, language: Language, sentence: string): string {
  const wayOut = {
    fa: "اگر شما این کار را انجام نداده‌اید، در خودپرداز «مسدود کردن رمزنما» را انتخاب کنید یا به شعبه مراجعه کنید.",
    en: "If this was not you, please block Ramznama at an ATM or visit a branch.",
  };
  return lines(...eventLines(event, language, sentence), wayOut[language]);
}

function eventLines(event: Event, language: Language, sentence: string): readonly string[] {
  const time = formatTehranDateTime(event.unixMilliseconds);
  return [`${event.bankName}: ${sentence}`, language === "fa" ? toPersianDigits(time) : time];
}

function subjectName(subject: TokenSubject, language: Language): string {
  if (subject.kind === "account-gateway")
    return { fa: "حساب/درگاه", en: "account/gateway" }[language];
  const card = subject.maskedCardNumber;
  return language === "fa" ? `کارت ${isolated(toPersianDigits(card))}` : `card ${card}`;
}

/** Left-to-right inside a right-to-left line, or the halves of a masked number change places. */
function isolated(text: string): string {
  return `\u2066${text}\u2069`;
}

function lines(...parts: readonly string[]): string {
  return parts.join("\n");
}
