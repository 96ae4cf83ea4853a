/** Settings, the state of storage and clock, and the app itself. */
import type { Text } from "../language.ts";

export const settingsTexts = {
  lockAfter: { fa: "قفل خودکار پس از", en: "Lock after" },
  minutes: { fa: "{minutes} دقیقه", en: "{minutes} min" },
  language: { fa: "زبان", en: "Language" },
  appearance: { fa: "ظاهر", en: "Appearance" },
  appearanceAuto: { fa: "مانند دستگاه", en: "System" },
  appearanceLight: { fa: "روشن", en: "Light" },
  appearanceDark: { fa: "تیره", en: "Dark" },
  digits: { fa: "رقم‌ها", en: "Digits" },
  digitsPersian: { fa: "فارسی", en: "Persian" },
  digitsLatin: { fa: "لاتین", en: "Latin" },
  state: { fa: "وضعیت", en: "State" },
  storageState: { fa: "نگهداری اطلاعات", en: "Storage" },
  clockState: { fa: "ساعت", en: "Clock" },
  clockUnknown: {
    fa: "هنوز با ساعت بانک مقایسه نشده است. یک بار با اینترنت وارد رمزنما شوید.",
    en: "Not compared with the bank's clock yet. Open Ramznama once with internet.",
  },
  clockRight: { fa: "با ساعت بانک یکی است.", en: "Agrees with the bank's clock." },
  clockAhead: {
    fa: "ساعت دستگاه {time} جلو است. رمزها با ساعت بانک ساخته می‌شود.",
    en: "The device's clock is {time} ahead. Passwords are made by the bank's clock.",
  },
  clockBehind: {
    fa: "ساعت دستگاه {time} عقب است. رمزها با ساعت بانک ساخته می‌شود.",
    en: "The device's clock is {time} behind. Passwords are made by the bank's clock.",
  },
  clockLocked: {
    fa: "پس از ورود به رمزنما نشان داده می‌شود.",
    en: "Shown after you enter Ramznama.",
  },
  durationSeconds: { fa: "{n} ثانیه", en: "{n} seconds" },
  durationMinutes: { fa: "{n} دقیقه", en: "{n} minutes" },
  durationHours: { fa: "{n} ساعت", en: "{n} hours" },
  durationDays: { fa: "{n} روز", en: "{n} days" },
  about: { fa: "درباره", en: "About" },
  aboutText: {
    fa: "رمزنما روی هر دستگاه فقط برای یک مشتری کار می‌کند. کلیدها از این دستگاه بیرون نمی‌رود.",
    en: "On each device Ramznama serves one customer only. The keys never leave this device.",
  },
  version: { fa: "نسخه", en: "Version" },
} as const satisfies Readonly<Record<string, Text>>;
