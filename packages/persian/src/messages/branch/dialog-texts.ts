/** What is asked before something is done, and what is said when it is done. */
import type { Text } from "../language.ts";

export const dialogTexts = {
  identityTitle: { fa: "ثبت احراز هویت", en: "Record the identity check" },
  identityWhat: {
    fa: "مدرک را با {name} مقایسه کنید. ثبت آن تا مدتی در همین شعبه معتبر است و نام شما کنارش می‌ماند.",
    en: "Compare the document with {name}. The record holds for a while at this branch, with your name on it.",
  },
  document: { fa: "مدرک دیده‌شده", en: "Document seen" },
  "document_national-card": { fa: "کارت ملی", en: "National card" },
  "document_birth-certificate": { fa: "شناسنامه", en: "Birth certificate" },
  document_passport: { fa: "گذرنامه", en: "Passport" },
  identityDo: { fa: "مدرک را دیدم", en: "I saw the document" },
  identityDone: { fa: "احراز هویت ثبت شد.", en: "The identity check is recorded." },

  issueTitle: { fa: "صدور رمزنمای حساب/درگاه", en: "Issue an account/gateway token" },
  issueCardTitle: { fa: "صدور رمزنمای رمز دوم کارت", en: "Issue a card token" },
  issueWhat: {
    fa: "شماره سریال روی رسید چاپ و کد فعالسازی به {mobile} پیامک می‌شود. سپس آن را به درگاه یا حساب متصل کنید.",
    en: "The serial is printed on the receipt and the activation code goes by SMS to {mobile}. Link it to the gateway or to accounts afterwards.",
  },
  issueCardWhat: {
    fa: "شماره سریال روی رسید چاپ و کد فعالسازی به {mobile} پیامک می‌شود. رمزنمای فعال این کارت تا فعال شدن توکن تازه کار می‌کند؛ صادرشده فعال‌نشده آن باطل می‌شود.",
    en: "The serial is printed on the receipt and the activation code goes by SMS to {mobile}. The card's active token works until the new one is activated; an unactivated one becomes void.",
  },
  issueDo: { fa: "صدور و نمایش رسید", en: "Issue and show the receipt" },
  issuing: { fa: "در حال صدور", en: "Issuing" },
  needsDocument: {
    fa: "مدرکی را که دیده‌اید انتخاب کنید.",
    en: "Choose the document you saw.",
  },
  receiptTitle: { fa: "رسید را به مشتری بدهید", en: "Give the receipt to the customer" },
  receiptPrint: { fa: "چاپ رسید", en: "Print the receipt" },
  paper: { fa: "پهنای کاغذ", en: "Paper width" },
  paper80: { fa: "۸۰ میلی‌متر", en: "80 mm" },
  paper58: { fa: "۵۸ میلی‌متر", en: "58 mm" },
  receiptHead: { fa: "رسید رمزنما", en: "Ramznama receipt" },
  receiptReprint: { fa: "چاپ دوباره", en: "Reprint" },
  receiptCustomer: { fa: "نام مشتری", en: "Customer" },
  receiptCard: { fa: "شماره کارت", en: "Card" },
  receiptSection: { fa: "بخش", en: "Section" },
  receiptSerial: { fa: "شماره سریال رمزنما", en: "Ramznama serial number" },
  receiptSmsTo: { fa: "کد فعالسازی پیامک شد به", en: "Activation code sent by SMS to" },
  receiptUntil: { fa: "مهلت فعالسازی", en: "Activate until" },
  receiptAt: { fa: "صدور", en: "Issued" },
  receiptBranch: { fa: "شعبه", en: "Branch" },
  receiptNextCard: {
    fa: "در همراه بانک: رمزنما، رمز دوم کارت، «+». شماره کارت، این شماره سریال و کد پیامک را وارد و «تایید» را بزنید.",
    en: "In the mobile bank: Ramznama, card password, “+”. Enter the card number, this serial and the code of the SMS, then confirm.",
  },
  receiptNextAccount: {
    fa: "در همراه بانک: رمزنما، حساب/درگاه، «+». این شماره سریال و کد پیامک را وارد و «تایید» را بزنید.",
    en: "In the mobile bank: Ramznama, account/gateway, “+”. Enter this serial and the code of the SMS, then confirm.",
  },
  receiptSecret: {
    fa: "کد فعالسازی را به هیچ‌کس نگویید؛ کارکنان بانک هرگز آن را نمی‌پرسند.",
    en: "Tell nobody the activation code; the bank's people never ask for it.",
  },
  receiptPreview: { fa: "نمایش رسید", en: "Show the receipt" },
  reprintWhat: {
    fa: "رسید رمزنمای {serial} دوباره ساخته می‌شود: همان شماره سریال، بدون کد تازه.",
    en: "The receipt of token {serial} is made once more: the same serial, no new code.",
  },
  linkNow: { fa: "رفتن به اتصال‌ها", en: "On to the links" },

  linksTitle: { fa: "اتصال رمزنمای {serial}", en: "Links of token {serial}" },
  linksWhat: {
    fa: "رمز این توکن فقط جایی پذیرفته می‌شود که اینجا نشان‌دار باشد.",
    en: "This token's codes are accepted only where it is marked here.",
  },
  linksGateway: { fa: "ورود به درگاه با {login}", en: "Gateway login as {login}" },
  linksNoGateway: {
    fa: "نام کاربری درگاه ندارد؛ ابتدا خدمات درگاه را برای مشتری فعال کنید.",
    en: "No gateway login; set up the gateway service for the customer first.",
  },
  linksAccount: { fa: "حساب {account}", en: "Account {account}" },
  linksAtOnce: { fa: "بی‌درنگ ثبت می‌شود", en: "done at once" },
  linksNeedsSecond: {
    fa: "پس از تایید همکار دوم ثبت می‌شود",
    en: "done after a second person approves",
  },
  linksJoint: {
    fa: "حساب مشترک، {count} صاحب؛ همه باخبر می‌شوند",
    en: "joint account, {count} holders; all are told",
  },
  linksWillEnd: { fa: "قطع می‌شود", en: "will be unlinked" },
  linksDo: { fa: "ثبت اتصال‌ها", en: "Save the links" },
  linksDone: { fa: "اتصال‌ها ثبت شد.", en: "The links are saved." },
  linksWaiting: {
    fa: "اتصال حساب در انتظار تایید همکار دوم است؛ بقیه ثبت شد.",
    en: "The account link waits for a second person; the rest is done.",
  },

  resendTitle: { fa: "ارسال دوباره کد فعالسازی", en: "Send the activation code again" },
  resendWhat: {
    fa: "کد تازه‌ای برای رمزنمای {serial} به {mobile} پیامک می‌شود و کد پیشین باطل می‌شود. شماره سریال همان است.",
    en: "A new code for token {serial} goes by SMS to {mobile}; the earlier code becomes void. The serial stays.",
  },
  resendDone: {
    fa: "کد تازه به {mobile} پیامک شد و تا {until} معتبر است.",
    en: "A new code was sent to {mobile}; it is valid until {until}.",
  },
  suspendTitle: { fa: "تعلیق رمزنما", en: "Suspend the token" },
  suspendWhat: {
    fa: "رمزهای رمزنمای {serial} تا رفع تعلیق پذیرفته نمی‌شود. روی گوشی می‌ماند و دوباره فعال‌شدنی است.",
    en: "Codes of token {serial} are not accepted until the suspension is lifted. It stays on the phone.",
  },
  suspendDone: { fa: "رمزنما معلق شد.", en: "The token is suspended." },
  unsuspendTitle: { fa: "رفع تعلیق رمزنما", en: "Lift the suspension" },
  unsuspendWhat: {
    fa: "رمزهای رمزنمای {serial} دوباره پذیرفته می‌شود.",
    en: "Codes of token {serial} are accepted again.",
  },
  unsuspendDone: { fa: "تعلیق برداشته شد.", en: "The suspension is lifted." },
  revokeTitle: { fa: "لغو رمزنما", en: "Revoke the token" },
  revokeWhat: {
    fa: "رمزنمای {serial} برای همیشه پایان می‌یابد و بازگشت ندارد. مشتری برای ادامه باید سریال تازه بگیرد.",
    en: "Token {serial} ends for good. To go on, the customer needs a new serial.",
  },
  revokeDone: { fa: "رمزنما لغو شد.", en: "The token is revoked." },
  releaseTitle: { fa: "آزادسازی دستگاه", en: "Release the device" },
  releaseWhat: {
    fa: "برای گوشی گم‌شده یا عوض‌شده. پس از تایید همکار دوم، همه رمزنماهای این دستگاه پایان می‌یابد، مشتری باخبر می‌شود و می‌تواند دستگاه دیگری ثبت کند.",
    en: "For a lost or replaced phone. After a second person approves, all tokens of this device end, the customer is told and may register another device.",
  },
  revokeAllTitle: { fa: "لغو اضطراری همه رمزنماها", en: "Emergency: revoke all tokens" },
  revokeAllWhat: {
    fa: "پس از تایید همکار دوم، همه رمزنماهای {name} برای همیشه پایان می‌یابد. تا آن زمان برای توقف فوری، تک‌تک را معلق کنید.",
    en: "After a second person approves, all tokens of {name} end for good. To stop them until then, suspend them one by one.",
  },
  liftTitle: { fa: "رفع مسدودی رمزنما", en: "Unblock Ramznama" },
  liftWhat: {
    fa: "مسدودی را خود مشتری گذاشته است. پس از تایید همکار دوم، رمزنماهای مسدود دوباره کار می‌کند. گوشی گم‌شده را به‌جای آن آزاد کنید.",
    en: "The customer set this block. After a second person approves, blocked tokens work again. For a lost phone, release the device instead.",
  },
  askDo: { fa: "ثبت درخواست", en: "Ask for it" },
  askDone: {
    fa: "درخواست ثبت شد و در انتظار همکار دوم است.",
    en: "The request waits for a second person.",
  },
  askNothing: {
    fa: "دیگر کاری برای انجام نمانده است؛ درخواستی ثبت نشد.",
    en: "There is nothing to do any more; nothing was asked for.",
  },
  working: { fa: "در حال انجام", en: "Working" },
} as const satisfies Readonly<Record<string, Text>>;
