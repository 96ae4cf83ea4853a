/** «خانه»: cards, accounts, the one device and what happened lately. */
import type { Text } from "../language.ts";

export const homeTexts = {
  home: { fa: "خانه", en: "Home" },
  homeCards: { fa: "کارت‌ها", en: "Cards" },
  homeAccounts: { fa: "حساب‌ها", en: "Accounts" },
  homeEvents: { fa: "رویدادهای رمزنمای شما", en: "What happened to your Ramznama" },
  homeNoCards: { fa: "کارت فعالی ندارید.", en: "You have no live card." },
  homeNoAccounts: { fa: "حسابی ندارید.", en: "You have no account." },
  homeNoEvents: { fa: "هنوز رویدادی نیست.", en: "Nothing has happened yet." },
  homeJoint: { fa: "مشترک", en: "joint" },
  homeBlocked: {
    fa: "رمزنمای شما مسدود است. رفع مسدودی فقط در شعبه و با مدرک شناسایی انجام می‌شود.",
    en: "Your Ramznama is blocked. Only a branch lifts that, with a document of identity.",
  },
  homeUnavailable: {
    fa: "اطلاعات حساب اکنون نرسید. کمی بعد دوباره تلاش کنید؛ رمزنما کار می‌کند.",
    en: "The account data did not arrive now. Please try again a little later; Ramznama works.",
  },
  deviceHere: {
    fa: "رمزنمای شما روی همین دستگاه ({form}) از {date} ثبت است.",
    en: "Your Ramznama is registered on this device ({form}) since {date}.",
  },
  deviceElsewhere: {
    fa: "رمزنمای شما از {date} روی دستگاه دیگری ({form}) ثبت است و فقط یک دستگاه مجاز است. اگر آن دستگاه را دارید، توکن‌ها را در رمزنمای آن حذف کنید و اینجا ثبت کنید؛ اگر گم شده است، در خودپرداز یا شعبه آن را آزاد کنید.",
    en: "Your Ramznama is registered on another device ({form}) since {date}, and only one is allowed. If you have that device, delete the tokens in its Ramznama and register here; if it is lost, release it at an ATM or a branch.",
  },
  deviceNone: {
    fa: "رمزنمای شما هنوز روی هیچ دستگاهی ثبت نشده است.",
    en: "Your Ramznama is not registered on any device yet.",
  },
  formApp: { fa: "برنامه", en: "app" },
  formWeb: { fa: "نسخه وب", en: "web version" },
  formUnknown: { fa: "نامشخص", en: "unknown" },
  notYourDevice: {
    fa: "با نام {name} وارد شده‌اید، ولی رمزنمای این دستگاه به نام شخص دیگری ثبت است. برای تعریف توکن خودتان از دستگاه خودتان استفاده کنید، یا از حساب خارج شوید.",
    en: "You are signed in as {name}, but the Ramznama of this device is registered to somebody else. Use your own device to define your token, or sign out.",
  },
  deviceKeyGone: {
    fa: "کلید این دستگاه پاک شده است. رمزهای موجود هنوز کار می‌کند؛ برای توکن جدید دستگاه را دوباره ثبت کنید.",
    en: "The key of this device is gone. The passwords you have still work; for a new token please register the device again.",
  },
  eventTokenIssued: { fa: "سریال صادر شد", en: "Serial issued" },
  eventTokenActivated: { fa: "توکن فعال شد", en: "Token activated" },
  eventTokenEnded: { fa: "توکن پایان یافت", en: "Token ended" },
  eventTokenSuspended: { fa: "توکن معلق شد", en: "Token suspended" },
  eventTokenResumed: { fa: "تعلیق توکن برداشته شد", en: "Suspension lifted" },
  eventTokensBlocked: { fa: "رمزنما مسدود شد", en: "Ramznama blocked" },
  eventCodeAccepted: { fa: "رمز پذیرفته شد", en: "Password accepted" },
  eventCodeRefused: { fa: "رمز پذیرفته نشد", en: "Password refused" },
  eventDeviceRegistered: { fa: "دستگاه ثبت شد", en: "Device registered" },
  eventDeviceReleased: { fa: "دستگاه آزاد شد", en: "Device released" },
  eventLinksChanged: { fa: "اتصال‌ها تغییر کرد", en: "Links changed" },
  purposeCard: { fa: "رمز دوم کارت", en: "card password" },
  purposeAccount: { fa: "رمز حساب", en: "account password" },
  purposeLogin: { fa: "رمز ورود به درگاه", en: "gateway login" },
} as const satisfies Readonly<Record<string, Text>>;
