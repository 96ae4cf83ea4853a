/** The events of the audit in words, and the words in them: reasons, causes, channels. A newer server may have others. */
import type { Language, Text } from "../language.ts";

const eventTexts: Readonly<Record<string, Text>> = {
  "token.issued": { fa: "رمزنما صادر شد", en: "Token issued" },
  "token.voided": { fa: "رمزنمای فعال‌نشده باطل شد", en: "Unactivated token voided" },
  "token.activated": { fa: "رمزنما فعال شد", en: "Token activated" },
  "token.superseded": { fa: "توکن تازه جای آن را گرفت", en: "Replaced by a newer token" },
  "token.deleted": { fa: "مشتری آن را از گوشی حذف کرد", en: "Deleted on the phone" },
  "token.revoked": { fa: "رمزنما لغو شد", en: "Token revoked" },
  "token.suspended": { fa: "رمزنما معلق شد", en: "Token suspended" },
  "token.suspension-lifted": { fa: "تعلیق برداشته شد", en: "Suspension lifted" },
  "token.ended": { fa: "رمزنما پایان یافت", en: "Token ended" },
  "token.imported": { fa: "رمزنما از سازنده دیگر وارد شد", en: "Token imported" },
  "tokens.blocked": { fa: "مشتری رمزنما را مسدود کرد", en: "Owner blocked all tokens" },
  "tokens.block-lifted": { fa: "مسدودی برداشته شد", en: "Block lifted" },
  "tokens.explained": { fa: "حال و گذشته رمزنما دیده شد", en: "Token explained" },
  "tokens.revoked": { fa: "همه رمزنماهای مشتری لغو شد", en: "All tokens of a customer revoked" },
  "tokens.searched": { fa: "فهرست رمزنماها دیده شد", en: "Tokens listed" },
  "tokens.read": { fa: "رمزنماهای مشتری دیده شد", en: "Customer's tokens read" },
  "code.accepted": { fa: "رمز پذیرفته شد", en: "Code accepted" },
  "code.throttled": { fa: "رمز در مهلت رد شد", en: "Code refused while it waits" },
  "code.explained": {
    fa: "دلیل رد رمز روشن شد",
    en: "Why a code was refused became known",
  },
  "code.refused": { fa: "رمز رد شد", en: "Code refused" },
  "second.declared": { fa: "گوشی رمز را به بانک خبر داد", en: "Phone declared a code" },
  "registration.requested": { fa: "ثبت دستگاه درخواست شد", en: "Registration requested" },
  "registration.code-sent": { fa: "کد ثبت دستگاه پیامک شد", en: "Registration code sent" },
  "registration.refused": { fa: "ثبت دستگاه رد شد", en: "Registration refused" },
  "device.registered": { fa: "دستگاه ثبت شد", en: "Device registered" },
  "device.released": { fa: "دستگاه آزاد شد", en: "Device released" },
  "activation.begun": { fa: "فعالسازی آغاز شد", en: "Activation begun" },
  "activation.refused": { fa: "فعالسازی رد شد", en: "Activation refused" },
  "links.added": { fa: "اتصال تازه ثبت شد", en: "Links added" },
  "links.replaced": { fa: "اتصال‌ها تغییر کرد", en: "Links changed" },
  "link.taken-over": { fa: "اتصال به توکن دیگری رفت", en: "Link taken over by another token" },
  "link.lost-ownership": {
    fa: "اتصال با پایان مالکیت قطع شد",
    en: "Link ended with the ownership",
  },
  "customers.searched": { fa: "مشتری جستجو شد", en: "Customers searched" },
  "customer.read": { fa: "اطلاعات مشتری دیده شد", en: "Customer read" },
  "identity.checked": { fa: "هویت مشتری دیده شد", en: "Identity seen" },
  "receipt.reprinted": { fa: "رسید دوباره چاپ شد", en: "Receipt reprinted" },
  "approval.requested": { fa: "درخواست ثبت شد", en: "Approval requested" },
  "approval.approved": { fa: "درخواست تایید شد", en: "Request approved" },
  "approval.rejected": { fa: "درخواست رد شد", en: "Request rejected" },
  "approval.withdrawn": { fa: "درخواست پس گرفته شد", en: "Request withdrawn" },
  "approval.expired": { fa: "مهلت درخواست گذشت", en: "Request expired" },
  "approval.voided": { fa: "درخواست باطل شد", en: "Request voided" },
  "key.made": { fa: "کلید سرور ساخته شد", en: "Server key made" },
  "key.retired": { fa: "کلید سرور کنار گذاشته شد", en: "Server key retired" },
  "session.began": { fa: "نشست آغاز شد", en: "Session began" },
  "session.reused": {
    fa: "هشدار: کوکی کهنه یک نشست به کار رفت",
    en: "Alarm: an old cookie of a session was used",
  },
  "session.ended": { fa: "نشست پایان یافت", en: "Session ended" },
  "throttles.read": { fa: "مهلت‌ها دیده شد", en: "Waits read" },
  "refusals.read": { fa: "موج‌های رد دیده شد", en: "Bursts read" },
  "codes.counted": { fa: "شمار رمزها دیده شد", en: "Codes counted" },
  "approvals.read": { fa: "درخواست‌های شعبه دیده شد", en: "Requests read" },
  "sessions.read": { fa: "نشست‌ها دیده شد", en: "Sessions read" },
  "audit.read": { fa: "رویدادها خوانده شد", en: "Audit read" },
  "audit.exported": { fa: "از رویدادها خروجی گرفته شد", en: "Audit exported" },
  "request.refused": { fa: "درخواست بدون دسترسی رد شد", en: "Request without access refused" },
  "alarm.origin": { fa: "هشدار: خطای زیاد از یک مبدا", en: "Alarm: failures from one origin" },
  "alarm.channel": { fa: "هشدار: خطای زیاد از یک کانال", en: "Alarm: failures from a channel" },
  "alarm.token": { fa: "هشدار: خطای زیاد برای یک رمزنما", en: "Alarm: failures of one token" },
  "alarm.registration-codes": {
    fa: "هشدار: درخواست زیاد کد ثبت دستگاه",
    en: "Alarm: many registration codes",
  },
  "recovery.done": { fa: "بازیابی پس از پشتیبان", en: "Recovery after a backup" },
  "recovery.applied-again": {
    fa: "آنچه پشتیبان فراموش کرده بود دوباره ثبت شد",
    en: "Applied again after a backup",
  },
};

const causeTexts: Readonly<Record<string, Text>> = {
  no_match: { fa: "رمز نادرست یا منقضی", en: "wrong or expired code" },
  no_active_token: { fa: "رمزنمای فعالی برای آن نیست", en: "no active token for it" },
  holder_not_named: { fa: "کانال صاحب حساب را نام نبرده بود", en: "the channel named no holder" },
  not_declared: { fa: "رمز بدون اینترنت گرفته شده بود", en: "taken without internet" },
  already_used: { fa: "همان رمز پیش‌تر پذیرفته شده بود", en: "used before" },
  superseded: { fa: "رمز تازه‌تری پذیرفته شده بود", en: "a newer code was accepted" },
  out_of_step: { fa: "دور از گام بانک", en: "out of step" },
  guesses: { fa: "رمزهای نادرست پیاپی", en: "wrong codes in a row" },
  origin: { fa: "خطای زیاد از یک مبدا", en: "many failures from one origin" },
  throttled: { fa: "در مهلت", en: "throttled" },
  before_recovery: { fa: "پیش از بازیابی ساخته شده بود", en: "made before the recovery" },
  "blocked-by-owner": { fa: "مسدود به خواست مشتری", en: "blocked by the owner" },
  "suspended-by-branch": { fa: "تعلیق شعبه", en: "suspended by a branch" },
  "revoked-by-branch": { fa: "لغو در شعبه", en: "revoked by a branch" },
  "deleted-on-phone": { fa: "حذف از گوشی", en: "deleted on the phone" },
  "device-released": { fa: "آزادسازی دستگاه", en: "device released" },
  "other-device-registered": { fa: "ثبت دستگاه دیگر", en: "another device was registered" },
  "card-ended": { fa: "پایان کارت", en: "the card ended" },
  superseded_by_newer: { fa: "جایگزینی با توکن تازه", en: "replaced by a newer token" },
  replaced: { fa: "صدور دوباره", en: "issued anew" },
  activation_code_expired: { fa: "مهلت کد گذشته بود", en: "the code had expired" },
  activation_code_locked: { fa: "کد قفل شده بود", en: "the code was locked" },
  activation_code_used: { fa: "کد پیش‌تر به کار رفته بود", en: "the code was used before" },
  activation_not_recognised: { fa: "سریال و کد با هم نمی‌خواند", en: "serial and code do not fit" },
  activation_too_many_starts: { fa: "آغازهای بیش از حد", en: "begun too often" },
  confirmation_wrong: { fa: "تایید نهایی نمی‌خواند", en: "wrong confirmation" },
  device_not_registered: { fa: "دستگاه ثبت نشده بود", en: "device not registered" },
  device_already_registered: { fa: "دستگاه دیگری ثبت بود", en: "another device was registered" },
  wrong_kind: { fa: "از نوع دیگر بود", en: "of the other kind" },
  card_mismatch: { fa: "برای کارت دیگری بود", en: "for another card" },
};

const channelTexts: Readonly<Record<string, Text>> = {
  atm: { fa: "خودپرداز", en: "ATM" },
  shop: { fa: "پذیرنده", en: "shop" },
  "internet-bank": { fa: "اینترنت‌بانک", en: "internet bank" },
  core: { fa: "سامانه مرکزی", en: "core banking" },
};

const wordOf = (
  texts: Readonly<Record<string, Text>>,
  code: string,
  language: Language,
): string | undefined => (Object.hasOwn(texts, code) ? texts[code]?.[language] : undefined);

/** All that have words, for a filter to choose from. */
export const eventTypes = Object.keys(eventTexts);

/** Undefined for what has no words here: the screen then shows the name itself. */
export const eventText = (type: string, language: Language): string | undefined =>
  wordOf(eventTexts, type, language);

/** Of a refusal, an end or a suspension. */
export const causeText = (cause: string, language: Language): string | undefined =>
  wordOf(causeTexts, cause, language);

/** Of a client that asks, by its id at the provider. */
export const channelText = (channel: string, language: Language): string | undefined =>
  wordOf(channelTexts, channel, language);
