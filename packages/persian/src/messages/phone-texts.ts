/**
 * What the mobile bank («همراه بانک») says, screen by screen. The words of the bank's customer guide stand as they are
 * there. `{name}` is filled in by `phoneText`; a missing or misspelt one does not compile.
 * Numbers that are filled in stay Latin: the page's font draws them Persian.
 */

import { fillText, type NamesIn, type ValuesFor } from "./fill-text.ts";
import type { Language, Text } from "./language.ts";

export type PhoneTextKey = keyof typeof phoneTexts;

/** Nothing to give for a text without `{}`. */
export type PhoneTextArguments<Key extends PhoneTextKey> = ValuesFor<
  NamesIn<(typeof phoneTexts)[Key]["fa"]>
>;

export function phoneText<Key extends PhoneTextKey>(
  key: Key,
  language: Language,
  ...[values]: PhoneTextArguments<Key>
): string {
  const text: Text = phoneTexts[key];
  return fillText(text[language], values);
}

const phoneTexts = {
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

  deskName: { fa: "پیشخوان", en: "Desk" },
  deskClaim: {
    fa: "رمز یک‌بار مصرف کارت، حساب و درگاه شما؛ بدون اینترنت هم کار می‌کند.",
    en: "One-time passwords for your card, account and gateway; they work without internet too.",
  },
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
  signOut: { fa: "خروج", en: "Sign out" },

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

  passwordTitle: { fa: "تعریف رمز ورود به رمزنما", en: "Define the Ramznama entry password" },
  passwordIntro: {
    fa: "این رمز، رمزنما را روی همین دستگاه باز می‌کند و بانک آن را نمی‌داند.",
    en: "This password opens Ramznama on this device. The bank does not know it.",
  },
  passwordLost: {
    fa: "رمز ورود بازیابی نمی‌شود. اگر آن را فراموش کنید، رمزنما از این دستگاه پاک می‌شود و باید توکن‌ها را دوباره از خودپرداز یا شعبه بگیرید.",
    en: "The entry password cannot be recovered. If you forget it, Ramznama is erased from this device and you have to get your tokens again at an ATM or a branch.",
  },
  password: { fa: "رمز ورود به رمزنما", en: "Ramznama entry password" },
  passwordAgain: { fa: "تکرار رمز ورود", en: "Entry password again" },
  passwordHint: {
    fa: "دست‌کم ۸ نویسه، یا ۶ رقم که حدس‌زدنی نباشد.",
    en: "At least 8 characters, or 6 digits that are hard to guess.",
  },
  passwordDiffers: {
    fa: "تکرار رمز با رمز بالا یکی نیست. هر دو را یک‌بار نمایش دهید و مقایسه کنید.",
    en: "The two passwords differ. Show both and compare them.",
  },
  passwordEmpty: { fa: "رمز ورود را وارد کنید.", en: "Enter the entry password." },
  passwordTooShort: {
    fa: "این رمز کوتاه است. دست‌کم ۸ نویسه یا دقیقاً ۶ رقم وارد کنید.",
    en: "This password is short. Please enter at least 8 characters or exactly 6 digits.",
  },
  passwordTooLong: {
    fa: "این رمز خیلی بلند است. حداکثر ۱۲۸ نویسه وارد کنید.",
    en: "This password is too long. Please enter at most 128 characters.",
  },
  passwordTooCommon: {
    fa: "این رمز را خیلی‌ها انتخاب می‌کنند و زود حدس زده می‌شود. رمز دیگری انتخاب کنید.",
    en: "Many people choose this password and it is guessed first. Please choose another one.",
  },
  strengthWeak: { fa: "ضعیف", en: "Weak" },
  strengthFair: { fa: "قابل قبول", en: "Fair" },
  strengthGood: { fa: "خوب", en: "Good" },
  strengthStrong: { fa: "قوی", en: "Strong" },
  strength: { fa: "قدرت رمز: {word}", en: "Strength: {word}" },
  storageKept: {
    fa: "مرورگر پذیرفت که اطلاعات رمزنما را خودبه‌خود پاک نکند.",
    en: "The browser agreed not to clear Ramznama's data by itself.",
  },
  storageNotKept: {
    fa: "مرورگر نگهداری همیشگی را نپذیرفت و شاید پس از مدتی بی‌استفاده ماندن، رمزنما را پاک کند. برنامه را به صفحه اصلی گوشی اضافه کنید.",
    en: "The browser did not agree to keep the data for good and may clear Ramznama after a time without use. Add the app to the home screen.",
  },

  unlockTitle: { fa: "ورود به رمزنما", en: "Enter Ramznama" },
  unlockAction: { fa: "ورود", en: "Enter" },
  unlockWrong: {
    fa: "رمز ورود درست نیست. {left} تلاش دیگر مانده است.",
    en: "That is not the entry password. Tries left: {left}.",
  },
  unlockWrongLate: {
    fa: "رمز ورود درست نیست. فقط {left} تلاش دیگر مانده است؛ پس از آن رمزنما از این دستگاه پاک می‌شود.",
    en: "That is not the entry password. Tries left: {left}. After the last one Ramznama is erased from this device.",
  },
  unlockErased: {
    fa: "رمز ورود ده بار نادرست وارد شد و رمزنما از این دستگاه پاک شد. برای استفاده دوباره، رمز ورود تازه‌ای تعریف کنید و توکن‌ها را از خودپرداز یا شعبه بگیرید.",
    en: "The entry password was wrong ten times and Ramznama was erased from this device. To use it again, define a new entry password and get your tokens at an ATM or a branch.",
  },
  erasedHere: {
    fa: "رمزنما از این دستگاه پاک شد.",
    en: "Ramznama was erased from this device.",
  },
  erasedElsewhere: {
    fa: "رمزنما در صفحه دیگری از همین مرورگر پاک شد.",
    en: "Ramznama was erased in another tab of this browser.",
  },
  lockedElsewhere: {
    fa: "رمزنما در صفحه دیگری از همین مرورگر قفل شد.",
    en: "Ramznama was locked in another tab of this browser.",
  },
  forgotten: { fa: "رمز ورود را فراموش کرده‌ام", en: "I forgot the entry password" },

  eraseTitle: { fa: "پاک کردن رمزنما", en: "Erase Ramznama" },
  eraseWhy: {
    fa: "رمز ورود بازیابی نمی‌شود؛ نه در برنامه، نه در شعبه. تنها راه، پاک کردن رمزنما از این دستگاه و شروع دوباره است.",
    en: "The entry password cannot be recovered, neither in the app nor at a branch. The only way on is to erase Ramznama from this device and to begin again.",
  },
  eraseWhat: {
    fa: "همه توکن‌های این دستگاه از کار می‌افتد. پس از آن رمز ورود تازه‌ای تعریف می‌کنید و برای هر کارت یا حساب، سریال تازه‌ای از خودپرداز یا شعبه می‌گیرید.",
    en: "All tokens of this device stop working. Afterwards you define a new entry password and get a new serial for each card or account at an ATM or a branch.",
  },
  eraseType: { fa: "برای ادامه بنویسید: {word}", en: "To go on, write: {word}" },
  eraseWord: { fa: "پاک شود", en: "erase" },
  eraseTypeOther: {
    fa: "آنچه نوشته شد «{word}» نیست. آن را همان‌گونه بنویسید یا انصراف دهید.",
    en: "What was written is not “{word}”. Write it like that, or cancel.",
  },
  eraseAction: { fa: "پاک کردن", en: "Erase" },

  registerTitle: { fa: "ثبت این دستگاه", en: "Register this device" },
  registerIntro: {
    fa: "رمزنمای هر مشتری فقط روی یک دستگاه کار می‌کند. کد ثبت به شماره همراهی پیامک می‌شود که در بانک ثبت کرده‌اید.",
    en: "Ramznama works on one device only for each customer. The code is sent by SMS to the mobile number registered at the bank.",
  },
  registerAgain: {
    fa: "ثبت این دستگاه در بانک پایان یافته است و رمزهای آن پذیرفته نمی‌شود. دستگاه را دوباره ثبت کنید.",
    en: "The bank has ended the registration of this device and does not accept its passwords. Please register it again.",
  },
  nationalId: { fa: "کد ملی", en: "National id" },
  mobile: { fa: "شماره همراه", en: "Mobile number" },
  mobileHint: { fa: "شماره‌ای که در بانک ثبت شده است.", en: "The number registered at the bank." },
  sendCode: { fa: "دریافت کد پیامکی", en: "Send the code by SMS" },
  registrationCode: { fa: "کد ثبت دستگاه", en: "Device code" },
  registrationCodeHint: {
    fa: "در پیامک بانک؛ می‌توانید کل پیامک را بچسبانید.",
    en: "In the bank's SMS; you can paste the whole message.",
  },
  registerAsked: {
    fa: "اگر مشخصات با بانک یکی باشد، کد تا چند لحظه دیگر پیامک می‌شود و ۵ دقیقه اعتبار دارد.",
    en: "If the details agree with the bank's, the code arrives by SMS in a moment. It is valid for 5 minutes.",
  },
  registerOver: {
    fa: "مهلت این کد گذشته است. کد تازه بگیرید.",
    en: "The time of this code is over. Please get a new one.",
  },
  registerOtherNumber: { fa: "تغییر مشخصات", en: "Change the details" },
  registerOtherPerson: {
    fa: "این رمزنما به نام شخص دیگری است. تا پاک نشود، دستگاه به نام شما ثبت نمی‌شود.",
    en: "This Ramznama belongs to another person. The device cannot be registered for you until it is erased.",
  },
  registerAlready: {
    fa: "این دستگاه پیش‌تر به نام شما ثبت شده است.",
    en: "This device is registered to you already.",
  },
  registerRenewed: {
    fa: "کلید این دستگاه تازه شد. کد دیگری بگیرید و دوباره وارد کنید.",
    en: "The key of this device was renewed. Please get another code and enter it.",
  },
  registerDone: { fa: "این دستگاه ثبت شد.", en: "This device is registered." },

  cardSection: { fa: "رمز دوم کارت", en: "Card password" },
  accountSection: { fa: "حساب/درگاه", en: "Account/gateway" },
  sections: { fa: "بخش‌های رمزنما", en: "Sections of Ramznama" },
  noTokens: {
    fa: "توکن ثبت شده‌ای برای شما یافت نشد",
    en: "No registered token was found for you",
  },
  noCardTokens: {
    fa: "در خودپرداز «رمزنما» را انتخاب کنید یا به شعبه بروید؛ شماره سریال روی رسید چاپ می‌شود و کد فعالسازی با پیامک می‌آید. سپس اینجا «+» را بزنید.",
    en: "Choose “Ramznama” at an ATM or visit a branch: the serial number is printed on the receipt and the activation code comes by SMS. Then press “+” here.",
  },
  noAccountTokens: {
    fa: "شماره سریال را از شعبه بگیرید؛ کد فعالسازی با پیامک می‌آید. سپس اینجا «+» را بزنید.",
    en: "Get the serial number at a branch; the activation code comes by SMS. Then press “+” here.",
  },
  addToken: { fa: "افزودن توکن جدید", en: "Add a new token" },
  getCode: { fa: "دریافت رمز", en: "Get password" },
  deleteTokenOf: { fa: "حذف توکن {name}", en: "Delete the token of {name}" },
  getCodeOf: { fa: "دریافت رمز {name}", en: "Get the password of {name}" },
  tokenPending: {
    fa: "بانک هنوز پاسخ نداده است. با وصل شدن اینترنت خودبه‌خود ادامه می‌یابد.",
    en: "The bank has not answered yet. It goes on by itself when the internet is back.",
  },
  tokenConfirming: {
    fa: "فعال است؛ تایید نهایی با اتصال بعدی فرستاده می‌شود.",
    en: "Active; the final confirmation is sent with the next connection.",
  },
  tokenAdded: { fa: "توکن فعال شد.", en: "The token is active." },

  newCardToken: { fa: "توکن جدید رمز دوم کارت", en: "New card password token" },
  newAccountToken: { fa: "توکن جدید حساب/درگاه", en: "New account/gateway token" },
  cardNumber: { fa: "شماره کارت", en: "Card number" },
  scanCard: { fa: "اسکن با دوربین", en: "Scan with the camera" },
  scanUnavailable: {
    fa: "اسکن بارگیری نشد. اتصال اینترنت را بررسی کنید و دوباره تلاش کنید، یا شماره کارت را وارد کنید.",
    en: "The scanner could not be loaded. Check the connection and try again, or type the card number.",
  },
  serial: { fa: "شماره سریال رمزنما", en: "Ramznama serial number" },
  activationCode: { fa: "کد فعالسازی", en: "Activation code" },
  serialHint: {
    fa: "روی رسید خودپرداز یا شعبه چاپ شده است.",
    en: "It is printed on the receipt of the ATM or branch.",
  },
  serialHintBranch: {
    fa: "روی رسید شعبه چاپ شده است.",
    en: "It is printed on the branch's receipt.",
  },
  activationCodeHint: {
    fa: "در پیامک بانک؛ می‌توانید کل پیامک را بچسبانید.",
    en: "In the bank's SMS; you can paste the whole message.",
  },
  activating: { fa: "در حال فعالسازی", en: "Activating" },
  offlineActivation: {
    fa: "برای ثبت توکن اینترنت لازم است. اتصال را بررسی کنید و دوباره «تایید» را بزنید؛ آنچه نوشته‌اید می‌ماند.",
    en: "Registering a token needs the internet. Check the connection and press “Confirm” again; what you typed is kept.",
  },
  timeoutActivation: {
    fa: "بانک در زمان لازم پاسخ نداد. کمی بعد دوباره تلاش کنید؛ آنچه نوشته‌اید می‌ماند.",
    en: "The bank did not answer in time. Please try again a little later; what you typed is kept.",
  },
  notTheBank: {
    fa: "پاسخ از سرور بانک نیست، یا این برنامه قدیمی است. به شبکه دیگری وصل شوید و برنامه را به‌روز کنید.",
    en: "The answer is not from the bank's server, or this app is old. Use another network and update the app.",
  },
  unreadable: {
    fa: "پاسخ شبکه از بانک نبود. اگر این شبکه صفحه ورود دارد، ابتدا در آن وارد شوید و دوباره تلاش کنید.",
    en: "What answered on this network was not the bank. If the network has a sign-in page, sign in there first and try again.",
  },
  offline: {
    fa: "به اینترنت وصل نیستید. اتصال را بررسی کنید و دوباره تلاش کنید.",
    en: "You are not connected to the internet. Check the connection and try again.",
  },
  cardListed: {
    fa: "این کارت در فهرست هست. برای ثبت توکن جدید، ابتدا توکن قبلی آن را حذف کنید.",
    en: "This card is in the list already. To register a new token for it, delete its earlier token first.",
  },
  serialListed: {
    fa: "این شماره سریال در فهرست هست. سریال رسید تازه را وارد کنید.",
    en: "This serial number is in the list already. Enter the serial of the new receipt.",
  },
  cardPending: {
    fa: "برای این کارت، فعالسازی دیگری هنوز پاسخ نگرفته است. ابتدا آن را از فهرست حذف کنید یا منتظر پاسخ بمانید.",
    en: "Another activation for this card has no answer yet. Delete it from the list or wait for the answer.",
  },
  otherDeviceKey: {
    fa: "این فعالسازی با ثبت قبلی دستگاه آغاز شده بود. آن را دوباره وارد کنید.",
    en: "This activation was begun with an earlier registration of the device. Please enter it again.",
  },

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
    fa: "ساعت دستگاه اصلاح شده است. {seconds} ثانیه دیگر می‌توانید رمز بگیرید.",
    en: "The device's clock was corrected. You can get a password in {seconds} seconds.",
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
  about: { fa: "درباره", en: "About" },
  aboutText: {
    fa: "رمزنما روی هر دستگاه فقط برای یک مشتری کار می‌کند. کلیدها از این دستگاه بیرون نمی‌رود.",
    en: "On each device Ramznama serves one customer only. The keys never leave this device.",
  },
  version: { fa: "نسخه", en: "Version" },

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

/** For tests that look at every text. */
export const phoneTextKeys = Object.keys(phoneTexts) as readonly PhoneTextKey[]; // the literal's own keys
