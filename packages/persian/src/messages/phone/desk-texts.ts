/** «پیشخوان»: the page before signing in, and the ways in. */
import type { Text } from "../language.ts";

export const deskTexts = {
  deskName: { fa: "پیشخوان", en: "Desk" },
  deskOpen: { fa: "بدون ورود به حساب باز می‌شود.", en: "Opens without signing in." },
  signInAction: { fa: "ورود", en: "Sign in" },
  signInCentrally: { fa: "لاگین متمرکز", en: "Central login" },
  userName: { fa: "نام کاربری", en: "User name" },
  dynamicCode: { fa: "رمز پویا", en: "Dynamic password" },
  dynamicCodeHint: {
    fa: "از رمزنما، زبانه «حساب/درگاه»",
    en: "From Ramznama, section “Account/gateway”",
  },
  dynamicCodeEmpty: {
    fa: "رمز پویا را وارد کنید. آن را از «رمزنما» بگیرید.",
    en: "Enter the dynamic password. Get it from “Ramznama”.",
  },
  signInCancelled: { fa: "از ورود منصرف شدید.", en: "You cancelled signing in." },
  signInFailed: {
    fa: "ورود به پایان نرسید: مهلت آن گذشت، یا سامانه ورود پاسخ نداد. دوباره «لاگین متمرکز» را بزنید؛ رمزنما بدون ورود هم باز می‌شود.",
    en: "Signing in was not finished: its time was over, or the sign-in system did not answer. Press “Central login” again; Ramznama opens without signing in too.",
  },
  signInNotCustomer: {
    fa: "این نام کاربری از مشتریان بانک نیست. با نام کاربری خودتان در همراه بانک وارد شوید.",
    en: "This user name is no customer's. Please sign in with your own user name of the mobile bank.",
  },
  cookiesBlocked: {
    fa: "این مرورگر کوکی نمی‌پذیرد و ورود بدون آن ممکن نیست. در تنظیمات مرورگر کوکی‌های این نشانی را مجاز کنید. رمزنما بدون ورود و بدون کوکی هم کار می‌کند.",
    en: "This browser does not accept cookies, and you cannot sign in without them. Please allow the cookies of this address in the browser's settings. Ramznama works without signing in and without cookies.",
  },
  signInOffline: {
    fa: "برای ورود اینترنت لازم است. رمزنما بدون اینترنت هم رمز می‌دهد.",
    en: "Signing in needs the internet. Ramznama gives passwords without it.",
  },
  sessionOver: {
    fa: "نشست شما پایان یافت. برای دیدن خانه دوباره وارد شوید.",
    en: "Your session has ended. Please sign in again to see your home page.",
  },
  signedOut: { fa: "از حساب خارج شدید.", en: "You have signed out." },
  signOutUnheard: {
    fa: "خروج به بانک نرسید و هنوز وارد حساب هستید. دوباره تلاش کنید؛ با وصل شدن اینترنت هم خودبه‌خود تکرار می‌شود.",
    en: "The bank did not hear that you sign out, and you are still signed in. Please try again; it is also repeated by itself when the internet is back.",
  },
  signOut: { fa: "خروج", en: "Sign out" },
} as const satisfies Readonly<Record<string, Text>>;
