/** What stands on every page of the mobile bank, and what may happen on any. */
import type { Text } from "../language.ts";

export const frameTexts = {
  mobileBank: { fa: "همراه بانک", en: "Mobile bank" },
  ramznama: { fa: "رمزنما", en: "Ramznama" },
  back: { fa: "بازگشت", en: "Back" },
  close: { fa: "بستن", en: "Close" },
  cancel: { fa: "انصراف", en: "Cancel" },
  confirm: { fa: "تایید", en: "Confirm" },
  retry: { fa: "تلاش دوباره", en: "Try again" },
  settings: { fa: "تنظیمات", en: "Settings" },
  lock: { fa: "قفل کردن", en: "Lock" },
  show: { fa: "نمایش", en: "Show" },
  hide: { fa: "پنهان کردن", en: "Hide" },
  loading: { fa: "لطفاً کمی صبر کنید", en: "One moment, please" },
  reference: { fa: "شماره پیگیری: {reference}", en: "Reference: {reference}" },
  updateReady: { fa: "نسخه جدید برنامه آماده است.", en: "A new version of the app is ready." },
  updateNow: { fa: "به‌روزرسانی", en: "Update" },
  storageUnavailable: {
    fa: "این مرورگر اجازه ذخیره اطلاعات نمی‌دهد؛ شاید پنجره خصوصی باز است. همراه بانک را در پنجره معمولی باز کنید.",
    en: "This browser does not allow storing data; perhaps this is a private window. Please open the mobile bank in an ordinary one.",
  },
  storageFull: {
    fa: "حافظه دستگاه پر است و چیزی ذخیره نشد. کمی جا باز کنید و دوباره تلاش کنید.",
    en: "The device's storage is full and nothing was saved. Please free some space and try again.",
  },
  vaultDamaged: {
    fa: "اطلاعات رمزنما روی این دستگاه آسیب دیده است و باز نمی‌شود. آن را پاک کنید و توکن‌ها را دوباره بگیرید.",
    en: "Ramznama's data on this device is damaged and cannot be opened. Please erase it and get your tokens again.",
  },
  deviceKeyUnavailable: {
    fa: "کلید این دستگاه در دسترس نیست. قفل گوشی را باز کنید، برنامه را ببندید و دوباره باز کنید.",
    en: "The key of this device cannot be used now. Unlock the phone, close the app and open it again.",
  },
  memoryShort: {
    fa: "حافظه دستگاه برای باز کردن رمزنما کافی نبود. برنامه‌های دیگر را ببندید و دوباره تلاش کنید.",
    en: "The device had too little memory to open Ramznama. Please close other apps and try again.",
  },
  unexpected: {
    fa: "کار انجام نشد. برنامه را ببندید، باز کنید و دوباره تلاش کنید.",
    en: "That did not work. Please close the app, open it and try again.",
  },
} as const satisfies Readonly<Record<string, Text>>;
