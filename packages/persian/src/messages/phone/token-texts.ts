/** The two sections and a new token in each (S8 to S14, S20, S21). */
import type { Text } from "../language.ts";

export const tokenTexts = {
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
    fa: "بانک هنوز پاسخ نداده است. تا وقتی رمزنما باز است و به اینترنت وصل هستید، خودبه‌خود ادامه می‌یابد.",
    en: "The bank has not answered yet. It goes on by itself while Ramznama is open and connected to the internet.",
  },
  tokenConfirming: {
    fa: "فعال است؛ تایید نهایی با اتصال بعدی فرستاده می‌شود.",
    en: "Active; the final confirmation is sent with the next connection.",
  },
  tokenSuspended: {
    fa: "بانک این توکن را به حالت تعلیق درآورده است و رمزهای آن پذیرفته نمی‌شود. برای رفع تعلیق به یکی از شعب مراجعه کنید؛ اگر رفع شده است، یک بار به اینترنت وصل شوید.",
    en: "The bank has suspended this token and its passwords are not accepted. Please visit a branch to lift the suspension; if that is done, connect to the internet once.",
  },
  tokenBlocked: {
    fa: "رمزنمای شما مسدود است و رمزهای این توکن پذیرفته نمی‌شود. برای رفع مسدودی با مدرک شناسایی به یکی از شعب مراجعه کنید؛ اگر رفع شده است، یک بار به اینترنت وصل شوید.",
    en: "Your Ramznama is blocked and the passwords of this token are not accepted. Please visit a branch with an identity document to unblock it; if that is done, connect to the internet once.",
  },
  cardTokenEnded: {
    fa: "این توکن در بانک پایان یافته است و دیگر رمزی نمی‌سازد. آن را حذف کنید و از خودپرداز یا شعبه سریال تازه بگیرید.",
    en: "This token has ended at the bank and makes no passwords any more. Please delete it and get a new serial at an ATM or a branch.",
  },
  accountTokenEnded: {
    fa: "این توکن در بانک پایان یافته است و دیگر رمزی نمی‌سازد. آن را حذف کنید و از شعبه سریال تازه بگیرید.",
    en: "This token has ended at the bank and makes no passwords any more. Please delete it and get a new serial at a branch.",
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
} as const satisfies Readonly<Record<string, Text>>;
