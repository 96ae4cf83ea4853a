/** The code under its ring, and the end of a token (S15 to S19). */
import type { Text } from "../language.ts";

export const codeTexts = {
  codeSheetCard: { fa: "رمز دوم کارت", en: "Second password of the card" },
  codeSheetAccount: { fa: "رمز حساب و ورود به درگاه", en: "Account and gateway password" },
  codeIs: { fa: "رمز: {digits}", en: "Password: {digits}" },
  secondsLeft: { fa: "ثانیه اعتبار", en: "seconds left" },
  secondsLeftMark: { fa: "{seconds} ثانیه اعتبار", en: "{seconds} seconds left" },
  copyCode: { fa: "کپی کردن رمز", en: "Copy password" },
  copied: { fa: "رمز کپی شد", en: "Password copied" },
  notCopied: {
    fa: "مرورگر اجازه کپی نداد. رمز را نگه دارید و انتخاب کنید، یا آن را بنویسید.",
    en: "The browser did not allow copying. Press and hold the password to select it, or type it.",
  },
  acceptedOnce: {
    fa: "این رمز فقط یک بار پذیرفته می‌شود.",
    en: "This password is accepted once only.",
  },
  codeOver: { fa: "اعتبار این رمز پایان یافت.", en: "This password is no longer valid." },
  mustDeclare: {
    fa: "برای این توکن چند بار رمز نادرست وارد شده است. برای حفظ امنیت شما، تا مدتی هنگام دریافت رمز باید به اینترنت وصل باشید.",
    en: "Wrong passwords were entered for this token several times. To keep you safe, for a while you need the internet when you get a password.",
  },
  codeDeclaring: {
    fa: "در حال باخبر کردن بانک از این رمز…",
    en: "Telling the bank of this password…",
  },
  codeDeclared: {
    fa: "بانک از این رمز باخبر شد.",
    en: "The bank knows of this password.",
  },
  codeUndeclared: {
    fa: "چون چند بار رمز نادرست وارد شده است، بانک این رمز را تا وقتی به اینترنت وصل نشوید نمی‌پذیرد.",
    en: "Because wrong passwords were entered several times, the bank does not accept this one until you connect to the internet.",
  },
  newCode: { fa: "دریافت رمز جدید", en: "Get a new password" },
  codeWait: {
    fa: "ساعت دستگاه به عقب برگشته است و هیچ رمزی دو بار نشان داده نمی‌شود. به اینترنت وصل شوید تا ساعت با بانک هماهنگ شود، یا ساعت دستگاه را درست کنید؛ سپس دوباره تلاش کنید.",
    en: "The device's clock went back, and no password is shown twice. Connect to the internet to set it by the bank's, or set the clock right; then try again.",
  },
  codeWaitLeft: {
    fa: "رمز بعدی {time} دیگر آماده است.",
    en: "The next password is ready in {time}.",
  },
  deleteTitle: { fa: "حذف توکن", en: "Delete the token" },
  deleteWhat: {
    fa: "رمزهای این توکن دیگر پذیرفته نمی‌شود و از این دستگاه پاک می‌شود.",
    en: "The passwords of this token are no longer accepted and it is erased from this device.",
  },
  deleteBackCard: {
    fa: "برای داشتن دوباره آن، از خودپرداز یا شعبه سریال تازه بگیرید.",
    en: "To have it back, get a new serial at an ATM or a branch.",
  },
  deleteBackAccount: {
    fa: "برای داشتن دوباره آن، از شعبه سریال تازه بگیرید.",
    en: "To have it back, get a new serial at a branch.",
  },
  deleteAction: { fa: "حذف", en: "Delete" },
  deleteKeep: { fa: "نگه داشتن", en: "Keep" },
  deleted: { fa: "توکن حذف شد.", en: "The token was deleted." },
  deletedUntold: {
    fa: "توکن از این دستگاه حذف شد. بانک با اولین اتصال به اینترنت باخبر می‌شود.",
    en: "The token was deleted from this device. The bank is told at the next connection.",
  },
} as const satisfies Readonly<Record<string, Text>>;
