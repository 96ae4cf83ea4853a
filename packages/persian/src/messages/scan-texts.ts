/** What the scan screen says. Apart from the other texts of the phone, because it loads only when it is opened. */

import type { Language, Text } from "./language.ts";

export type ScanTextKey = keyof typeof scanTexts;

export const scanText = (key: ScanTextKey, language: Language): string => scanTexts[key][language];

const scanTexts = {
  title: { fa: "اسکن کارت", en: "Scan the card" },
  close: { fa: "بستن", en: "Close" },
  starting: { fa: "دوربین روشن می‌شود…", en: "The camera is starting…" },
  hold: {
    fa: "روی کارت را درون قاب نگه دارید؛ شماره خودبه‌خود خوانده می‌شود.",
    en: "Hold the front of the card inside the frame; the number is read by itself.",
  },
  harder: {
    fa: "هنوز خوانده نشد. کارت را صاف و نزدیک نگه دارید و بازتاب نور را از روی شماره دور کنید، یا شماره را خودتان وارد کنید.",
    en: "Not read yet. Hold the card straight and near, keep reflections off the number, or type it yourself.",
  },
  private: {
    fa: "تصویر از این دستگاه بیرون نمی‌رود و ذخیره نمی‌شود.",
    en: "The picture never leaves this device and is not stored.",
  },
  typeInstead: { fa: "ورود دستی", en: "Type it instead" },
  torchOn: { fa: "روشن کردن چراغ", en: "Turn the light on" },
  torchOff: { fa: "خاموش کردن چراغ", en: "Turn the light off" },
  found: { fa: "شماره کارت خوانده شد", en: "The card number was read" },
  compare: {
    fa: "با روی کارت مقایسه کنید؛ اگر رقمی فرق دارد، همین‌جا اصلاح کنید.",
    en: "Compare it with your card; if a digit differs, correct it here.",
  },
  cardNumber: { fa: "شماره کارت", en: "Card number" },
  useNumber: { fa: "استفاده از این شماره", en: "Use this number" },
  scanAgain: { fa: "اسکن دوباره", en: "Scan again" },
  otherBank: {
    fa: "این کارت از بانک دیگری است. کارتی از همین بانک را اسکن کنید.",
    en: "This card is of another bank. Please scan a card of this bank.",
  },
  refused: {
    fa: "اجازه استفاده از دوربین داده نشده است. آن را در تنظیمات مرورگر برای این صفحه آزاد کنید، یا شماره را خودتان وارد کنید.",
    en: "Use of the camera was not allowed. Allow it for this page in the browser's settings, or type the number yourself.",
  },
  missing: {
    fa: "روی این دستگاه دوربینی پیدا نشد. شماره را خودتان وارد کنید.",
    en: "No camera was found on this device. Please type the number yourself.",
  },
  busy: {
    fa: "دوربین در دسترس نیست؛ شاید برنامه دیگری از آن استفاده می‌کند. آن برنامه را ببندید و دوباره تلاش کنید، یا شماره را خودتان وارد کنید.",
    en: "The camera cannot be used; another app may be using it. Close that app and try again, or type the number yourself.",
  },
  readerMissing: {
    fa: "خواننده کارت بارگیری نشد. اتصال اینترنت را بررسی کنید و دوباره تلاش کنید، یا شماره را خودتان وارد کنید.",
    en: "The card reader could not be loaded. Check the connection and try again, or type the number yourself.",
  },
  retry: { fa: "تلاش دوباره", en: "Try again" },
} as const satisfies Readonly<Record<string, Text>>;

/** For tests that look at every text. */
export const scanTextKeys = Object.keys(scanTexts) as readonly ScanTextKey[]; // the literal's own keys
