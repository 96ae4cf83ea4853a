/**
 * What people read when the server refuses, by the `code` of the problem (RFC 9457). Customers and
 * tellers read the same text; a reference may stand small below it, the code itself never does.
 */

import type { Language, Text } from "./language.ts";

export type ProblemTextCode = keyof typeof problemTexts;

export function problemText(code: ProblemTextCode, language: Language): string {
  return problemTexts[code][language];
}

/** A client may be older than the server and meet a code that it has no words for. */
export function hasProblemText(code: string): code is ProblemTextCode {
  return Object.hasOwn(problemTexts, code);
}

const problemTexts = {
  invalid_request: {
    fa: "بخشی از اطلاعات کامل یا درست نیست. موارد مشخص‌شده را بررسی و دوباره تایید کنید.",
    en: "Some of the information is missing or not valid. Please check the marked fields and confirm again.",
  },
  unsupported_media_type: {
    fa: "این درخواست در قالب پذیرفته‌شده نیست. برنامه را به‌روز کنید و دوباره تلاش کنید.",
    en: "The request has a format that is not accepted. Please update the app and try again.",
  },
  payload_too_large: {
    fa: "حجم اطلاعات ارسالی بیش از حد مجاز است. متن کوتاه‌تری وارد کنید.",
    en: "More was sent than is allowed. Please enter a shorter text.",
  },
  not_found: {
    fa: "این صفحه یا خدمت پیدا نشد. به صفحه قبل برگردید یا برنامه را به‌روز کنید.",
    en: "This page or service was not found. Please go back or update the app.",
  },
  method_not_allowed: {
    fa: "این درخواست در اینجا انجام نمی‌شود. برنامه را به‌روز کنید و دوباره تلاش کنید.",
    en: "This request is not served here. Please update the app and try again.",
  },
  unauthenticated: {
    fa: "برای ادامه باید وارد شوید. دوباره وارد شوید.",
    en: "You need to be signed in to go on. Please sign in again.",
  },
  token_expired: {
    fa: "زمان نشست شما به پایان رسیده است. دوباره وارد شوید.",
    en: "Your session has ended. Please sign in again.",
  },
  forbidden: {
    fa: "دسترسی شما این کار را در بر نمی‌گیرد. در صورت نیاز با مسئول شعبه هماهنگ کنید.",
    en: "Your access does not cover this. If you need it, please speak to the branch's supervisor.",
  },
  use_nonce: {
    fa: "ارتباط با بانک باید تازه شود. دوباره تلاش کنید.",
    en: "The connection with the bank has to be renewed. Please try again.",
  },
  proof_invalid: {
    fa: "بانک نتوانست دستگاه شما را تشخیص دهد. برنامه را ببندید، باز کنید و دوباره تلاش کنید.",
    en: "The bank could not recognise your device. Please close the app, open it and try again.",
  },
  proof_replayed: {
    fa: "این درخواست پیش‌تر ارسال شده است. دوباره تلاش کنید.",
    en: "This request was sent before. Please try again.",
  },
  reference_reused: {
    fa: "درخواستی دیگر با همین شماره پیگیری ثبت شده است. کار را از ابتدا انجام دهید.",
    en: "Another request has the same reference. Please begin again.",
  },
  rate_limited: {
    fa: "تعداد درخواست‌ها زیاد است. کمی صبر کنید و دوباره تلاش کنید.",
    en: "There were many requests. Please wait a little and try again.",
  },
  daily_limit_reached: {
    fa: "سقف امروز این خدمت پر شده است. فردا دوباره تلاش کنید یا به یکی از شعب مراجعه کنید.",
    en: "Today's limit for this service is reached. Please try again tomorrow or visit a branch.",
  },
  customer_not_found: {
    fa: "مشتری با این مشخصات پیدا نشد. مشخصات را بررسی و دوباره جستجو کنید.",
    en: "No customer was found with these details. Please check them and search again.",
  },
  card_not_found: {
    fa: "کارت فعالی با این شماره پیدا نشد. شماره کارت را بررسی کنید یا به یکی از شعب مراجعه کنید.",
    en: "No active card was found with this number. Please check it or visit a branch.",
  },
  no_mobile_number: {
    fa: "شماره همراهی برای شما در بانک ثبت نشده است. برای ثبت آن به یکی از شعب مراجعه کنید.",
    en: "No mobile number is registered at the bank. Please visit a branch to register one.",
  },
  branch_visit_required: {
    fa: "این کار اکنون فقط در شعبه انجام می‌شود. با مدرک شناسایی به یکی از شعب مراجعه کنید.",
    en: "Only a branch can do this now. Please visit one with an identity document.",
  },
  identity_required: {
    fa: "برای این کار باید هویت مشتری دیده شود. مدرک شناسایی را بررسی و دیدن آن را ثبت کنید.",
    en: "The customer's identity has to be seen for this. Please check the document and record it.",
  },
  customer_blocked: {
    fa: "رمزنمای شما مسدود است. برای رفع مسدودی با مدرک شناسایی به یکی از شعب مراجعه کنید.",
    en: "Your Ramznama is blocked. Please visit a branch with an identity document to unblock it.",
  },
  token_not_found: {
    fa: "توکنی با این شماره سریال پیدا نشد. شماره سریال را با رسید مقایسه کنید.",
    en: "No token was found with this serial number. Please compare it with the receipt.",
  },
  token_state_conflict: {
    fa: "وضعیت این توکن تغییر کرده است و این کار اکنون ممکن نیست. فهرست را تازه کنید و دوباره بررسی کنید.",
    en: "The state of this token has changed and does not allow this now. Please refresh the list and look again.",
  },
  link_not_allowed: {
    fa: "توکن کارت به درگاه یا حساب متصل نمی‌شود. برای این کار توکن حساب/درگاه صادر کنید.",
    en: "A card token cannot be linked to a gateway or an account. Please issue an account/gateway token.",
  },
  account_not_owned: {
    fa: "این حساب به نام این مشتری ثبت نشده است. شماره حساب را بررسی کنید.",
    en: "This account is not registered to this customer. Please check the account number.",
  },
  no_gateway_login: {
    fa: "این مشتری نام کاربری درگاه ندارد. ابتدا خدمات درگاه را برای او فعال کنید.",
    en: "This customer has no gateway login. Please set one up first.",
  },
  registration_not_recognised: {
    fa: "درخواست ثبت این دستگاه پیدا نشد. ثبت دستگاه را از ابتدا انجام دهید.",
    en: "No registration of this device was found. Please begin the registration again.",
  },
  registration_expired: {
    fa: "مهلت ثبت دستگاه به پایان رسیده است. ثبت را از ابتدا انجام دهید تا کد تازه‌ای بگیرید.",
    en: "The time for registering the device is over. Please begin again to get a new code.",
  },
  registration_code_wrong: {
    fa: "کد ثبت دستگاه با پیامک بانک یکی نیست. آخرین پیامک را ببینید و کد را دوباره وارد کنید؛ اگر دو کد دارد، اکنون کد دوم را.",
    en: "The device code differs from the bank's SMS. Please look at the latest SMS and enter the code again; if it holds two, the second one now.",
  },
  registration_code_locked: {
    fa: "کد ثبت دستگاه چند بار نادرست وارد شد و باطل شده است. ثبت را از ابتدا انجام دهید.",
    en: "The device code did not match several times and is void now. Please begin the registration again.",
  },
  device_already_registered: {
    fa: "رمزنمای شما روی دستگاه دیگری ثبت شده است و فقط یک دستگاه مجاز است. برای آزادسازی آن به خودپرداز یا شعبه مراجعه کنید.",
    en: "Your Ramznama is registered on another device and only one is allowed. Please release that one at an ATM or a branch.",
  },
  other_platform: {
    fa: "این دستگاه به شکل دیگری از همراه بانک ثبت شده است؛ رمزنما فقط در یکی از برنامه یا نسخه وب کار می‌کند. دستگاه را دوباره ثبت کنید.",
    en: "This device was registered in the other form of the mobile bank; Ramznama works in the app or in the web version, not in both. Please register it again.",
  },
  device_key_used: {
    fa: "کلید این دستگاه پیش‌تر استفاده شده است. ثبت دستگاه را از ابتدا انجام دهید.",
    en: "The key of this device was used before. Please begin the registration again.",
  },
  device_not_registered: {
    fa: "این دستگاه برای رمزنما ثبت نشده است. ابتدا دستگاه را ثبت کنید.",
    en: "This device is not registered for Ramznama. Please register it first.",
  },
  device_not_found: {
    fa: "دستگاهی با این مشخصات پیدا نشد. فهرست دستگاه‌های مشتری را تازه کنید.",
    en: "No such device was found. Please refresh the customer's devices.",
  },
  activation_not_recognised: {
    fa: "شماره سریال و کد فعالسازی با هم شناخته نشد. هر دو را با رسید و پیامک مقایسه کنید.",
    en: "Serial number and activation code were not recognised together. Please compare both with the receipt and the SMS.",
  },
  activation_code_expired: {
    fa: "مهلت کد فعالسازی به پایان رسیده است. از خودپرداز یا شعبه کد تازه بگیرید.",
    en: "The activation code has expired. Please get a new one at an ATM or a branch.",
  },
  activation_code_used: {
    fa: "این کد فعالسازی پیش‌تر استفاده شده است. برای توکن جدید از خودپرداز یا شعبه سریال تازه بگیرید.",
    en: "This activation code was used before. For a new token please get a new serial at an ATM or a branch.",
  },
  activation_code_locked: {
    fa: "کد فعالسازی چند بار نادرست وارد شد و باطل شده است. از خودپرداز یا شعبه کد تازه بگیرید.",
    en: "The activation code did not match several times and is void now. Please get a new one at an ATM or a branch.",
  },
  activation_too_many_starts: {
    fa: "فعالسازی این توکن چند بار از نو آغاز شده است. از خودپرداز یا شعبه کد تازه بگیرید.",
    en: "The activation of this token was begun several times. Please get a new code at an ATM or a branch.",
  },
  wrong_kind: {
    fa: "این شماره سریال از نوع دیگری است. آن را در بخش دیگر («رمز دوم کارت» یا «حساب/درگاه») ثبت کنید.",
    en: "This serial number is of the other kind. Please register it in the other section (card or account/gateway).",
  },
  card_mismatch: {
    fa: "این شماره سریال برای کارت دیگری صادر شده است. شماره کارت را با رسید مقایسه کنید.",
    en: "This serial number was issued for another card. Please compare the card number with the receipt.",
  },
  confirmation_wrong: {
    fa: "تایید نهایی فعالسازی با بانک هماهنگ نشد. اتصال را بررسی کنید و فعالسازی را از نو انجام دهید.",
    en: "The final confirmation did not agree with the bank. Please check the connection and activate again.",
  },
  second_out_of_window: {
    fa: "ساعت این دستگاه با ساعت بانک یکی نیست. از رمزنما خارج شوید، با اینترنت دوباره وارد شوید و رمز جدید بگیرید.",
    en: "This device's clock does not agree with the bank's. Please leave Ramznama, open it again with internet and take a new password.",
  },
  server_key_retired: {
    fa: "نسخه برنامه قدیمی است. برنامه را به‌روز کنید و دوباره تلاش کنید.",
    en: "This version of the app is old. Please update the app and try again.",
  },
  sign_in_refused: {
    fa: "ورود انجام نشد. نام کاربری را بررسی کنید و رمز تازه‌ای از رمزنما بگیرید؛ هر رمز فقط یک بار پذیرفته می‌شود. پس از چند تلاش ناموفق، چند دقیقه صبر کنید.",
    en: "You could not be signed in. Please check the user name and get a new password from Ramznama; each is accepted once. After several failed attempts, wait a few minutes.",
  },
  signed_in_as_other: {
    fa: "با نام دیگری وارد همراه بانک شده‌اید و رمزنمای این دستگاه به نام شخص دیگری است. از حساب خارج شوید، یا توکن را روی دستگاه خودتان تعریف کنید.",
    en: "You are signed in as somebody other than the owner of this device's Ramznama. Please sign out, or define the token on your own device.",
  },
  session_ended: {
    fa: "نشست شما پایان یافته است. دوباره وارد شوید؛ آنچه نوشته‌اید می‌ماند.",
    en: "Your session has ended. Please sign in again; what you typed is kept.",
  },
  cross_site: {
    fa: "این درخواست از صفحه دیگری آمده و انجام نشد. کار را از صفحه‌های همین سامانه انجام دهید.",
    en: "This request came from another page and was not done. Please work from the pages of this system.",
  },
  branch_required: {
    fa: "شعبه‌ای برای حساب سازمانی شما ثبت نشده است. از مسئول سامانه بخواهید شعبه شما را ثبت کند.",
    en: "Your staff account has no branch. Please ask the administrator to enter your branch.",
  },
  other_branch: {
    fa: "این کار فقط در شعبه‌ای انجام می‌شود که رمزنما را صادر کرده است. در این شعبه رمزنمای تازه صادر کنید.",
    en: "Only the branch that issued this token may do that. Please issue a new token at this branch.",
  },
  approval_not_found: {
    fa: "چنین درخواستی در شعبه شما نیست. فهرست درخواست‌ها را تازه کنید.",
    en: "There is no such request at your branch. Please reload the list of requests.",
  },
  own_request: {
    fa: "درخواست خود را نمی‌توانید تایید یا رد کنید. همکار دیگری باید تصمیم بگیرد.",
    en: "You cannot approve or reject your own request. A colleague has to decide.",
  },
  approval_expired: {
    fa: "مهلت این درخواست به پایان رسیده است. درخواست تازه‌ای ثبت کنید.",
    en: "This request has expired. Please make a new one.",
  },
  approval_voided: {
    fa: "موضوع این درخواست از زمان ثبت تغییر کرده و درخواست باطل است. درخواست تازه‌ای ثبت کنید.",
    en: "What this request is about has changed since, and the request is void. Please make a new one.",
  },
  approval_decided: {
    fa: "درباره این درخواست پیش‌تر تصمیم گرفته شده است. فهرست درخواست‌ها را تازه کنید.",
    en: "This request was decided already. Please reload the list of requests.",
  },
  core_bank_unavailable: {
    fa: "سامانه مرکزی بانک پاسخ نمی‌دهد. چند دقیقه دیگر دوباره تلاش کنید.",
    en: "The bank's central system does not answer. Please try again in a few minutes.",
  },
  database_unavailable: {
    fa: "خدمت موقتاً در دسترس نیست. چند دقیقه دیگر دوباره تلاش کنید.",
    en: "The service is away for a moment. Please try again in a few minutes.",
  },
  temporarily_unavailable: {
    fa: "خدمت موقتاً در دسترس نیست. کمی بعد دوباره تلاش کنید.",
    en: "The service is away for a moment. Please try again a little later.",
  },
  internal_error: {
    fa: "در سامانه بانک خطایی رخ داد. دوباره تلاش کنید؛ اگر تکرار شد، شماره پیگیری را به بانک بدهید.",
    en: "Something failed on the bank's side. Please try again; if it repeats, give the reference to the bank.",
  },
} as const satisfies Readonly<Record<string, Text>>;
