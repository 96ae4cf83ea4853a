/**
 * What the terminal phone says, Persian first. Fields that were refused and refusals of the bank have
 * their texts in the catalogue of packages/persian; here is what only a phone says.
 */
import { toPersianDigits, type Language, type Text } from "@ramznama/persian";

export function text(name: keyof typeof texts, language: Language): string {
  return texts[name][language];
}

/** `{name}` in a text is replaced; numbers are written as the language writes them, texts as they are. */
export function filledText(
  name: keyof typeof texts,
  language: Language,
  values: Readonly<Record<string, string | number>>,
): string {
  return texts[name][language].replace(/\{([a-zA-Z]+)\}/g, (whole, key: string) => {
    const value = values[key];
    if (value === undefined) return whole;
    return typeof value === "number" && language === "fa"
      ? toPersianDigits(String(value))
      : String(value);
  });
}

const texts = {
  newPassword: {
    fa: "رمز ورود به رمزنما را تعریف کنید (دست‌کم ۸ نویسه یا ۶ رقم):",
    en: "Define an entry password for Ramznama (at least 8 characters, or 6 digits):",
  },
  repeatPassword: { fa: "رمز ورود را دوباره وارد کنید:", en: "Enter the entry password again:" },
  password: { fa: "رمز ورود به رمزنما:", en: "Entry password of Ramznama:" },
  passwordsDiffer: {
    fa: "دو رمز یکی نیستند. دوباره وارد کنید.",
    en: "The two passwords differ. Please enter them again.",
  },
  passwordNeeded: {
    fa: "رمز ورود به رمزنما لازم است: آن را وارد کنید یا در RAMZNAMA_ENTRY_PASSWORD بگذارید.",
    en: "The entry password is needed: type it or set RAMZNAMA_ENTRY_PASSWORD.",
  },
  password_empty: {
    fa: "رمز ورود خالی است. رمزی وارد کنید.",
    en: "The entry password is empty. Please enter one.",
  },
  password_too_short: {
    fa: "رمز ورود کوتاه است. دست‌کم ۸ نویسه یا دقیقاً ۶ رقم وارد کنید.",
    en: "The entry password is short. Please enter at least 8 characters, or exactly 6 digits.",
  },
  password_too_long: {
    fa: "رمز ورود بیش از ۱۲۸ نویسه است. رمز کوتاه‌تری وارد کنید.",
    en: "The entry password has more than 128 characters. Please enter a shorter one.",
  },
  password_too_common: {
    fa: "این رمز را زود حدس می‌زنند. رمز دیگری انتخاب کنید.",
    en: "This password is among the first that people guess. Please choose another one.",
  },
  wrongPassword: {
    fa: "رمز ورود درست نیست. {attempts} بار دیگر می‌توانید وارد کنید؛ پس از آن توکن‌های این دستگاه پاک می‌شود.",
    en: "The entry password is not right. {attempts} more attempts; after that this device's tokens are erased.",
  },
  erased: {
    fa: "رمز ورود ده بار نادرست وارد شد و توکن‌های این دستگاه پاک شد. دوباره ثبت کنید و از خودپرداز یا شعبه سریال تازه بگیرید.",
    en: "The entry password was wrong ten times and this device's tokens were erased. Register again and get new serials at an ATM or a branch.",
  },
  noVault: {
    fa: "روی این دستگاه هنوز رمزنما راه‌اندازی نشده است. ابتدا register را اجرا کنید.",
    en: "Ramznama is not set up on this device yet. Please run register first.",
  },
  notRegistered: {
    fa: "این دستگاه برای رمزنما ثبت نشده است. ابتدا register را اجرا کنید.",
    en: "This device is not registered for Ramznama. Please run register first.",
  },
  nationalIdQuestion: { fa: "کد ملی:", en: "National id:" },
  mobileQuestion: {
    fa: "شماره همراه ثبت‌شده در بانک:",
    en: "Mobile number registered at the bank:",
  },
  registrationCodeQuestion: {
    fa: "کد ثبت دستگاه در پیامک بانک:",
    en: "Device code from the bank's SMS:",
  },
  registrationSent: {
    fa: "اگر این مشخصات در بانک باشد، کد ثبت دستگاه با پیامک می‌رسد و پنج دقیقه اعتبار دارد.",
    en: "If the bank knows these details, a device code comes by SMS; it is good for five minutes.",
  },
  registrationContinue: {
    fa: "وقتی کد رسید، register --code را با آن اجرا کنید.",
    en: "When the code has come, run register --code with it.",
  },
  registered: { fa: "این دستگاه ثبت شد.", en: "This device is registered." },
  alreadyRegistered: {
    fa: "این دستگاه پیش‌تر ثبت شده است.",
    en: "This device is registered already.",
  },
  notAsked: {
    fa: "درخواست ثبتی در جریان نیست. ثبت را با کد ملی و شماره همراه آغاز کنید.",
    en: "No registration is under way. Please begin with national id and mobile number.",
  },
  keyRenewed: {
    fa: "ثبت پیشین این دستگاه در بانک پایان یافته است. کلید تازه‌ای ساخته شد؛ ثبت را از ابتدا انجام دهید.",
    en: "The bank has ended this device's earlier registration. A new key was made; please register again.",
  },
  otherPerson: {
    fa: "این دستگاه برای شخص دیگری ثبت است. با ثبت شما همه توکن‌های او از این دستگاه پاک می‌شود. برای ادامه بنویسید: حذف",
    en: "This device is registered for another person. Registering you erases all of their tokens here. To go on type: erase",
  },
  otherPersonKept: { fa: "چیزی تغییر نکرد.", en: "Nothing was changed." },
  cardQuestion: {
    fa: "شماره کارت (برای توکن حساب/درگاه خالی بگذارید):",
    en: "Card number (leave empty for an account/gateway token):",
  },
  serialQuestion: {
    fa: "شماره سریال رمزنما روی رسید:",
    en: "Ramznama serial number on the receipt:",
  },
  activationCodeQuestion: {
    fa: "کد فعالسازی در پیامک بانک (می‌توانید کل پیامک را بچسبانید):",
    en: "Activation code from the bank's SMS (you can paste the whole message):",
  },
  activated: { fa: "توکن فعال شد.", en: "The token is active." },
  activatedUnconfirmed: {
    fa: "توکن آماده است و رمز می‌سازد. تایید نهایی در اتصال بعدی به بانک می‌رسد.",
    en: "The token is ready and makes passwords. Its final confirmation reaches the bank at the next connection.",
  },
  activationWaiting: {
    fa: "پاسخ بانک نرسید. آنچه وارد کردید نگه داشته شد؛ activate را دوباره اجرا کنید تا ادامه یابد. هیچ تلاشی از دست نرفته است.",
    en: "The bank's answer did not arrive. What you typed is kept; run activate again to go on. No attempt is lost.",
  },
  otherDeviceKey: {
    fa: "این فعالسازی با ثبت پیشین دستگاه آغاز شده بود. آن را با همان سریال و کد از نو انجام دهید.",
    en: "This activation was begun under the device's earlier registration. Please do it again with the same serial and code.",
  },
  card_already_listed: {
    fa: "این کارت در فهرست رمز دوم کارت هست. ابتدا آن را حذف کنید و سپس توکن جدید را ثبت کنید.",
    en: "This card is in the list already. Please delete it first, then register the new token.",
  },
  serial_already_listed: {
    fa: "توکنی با این شماره سریال در فهرست هست.",
    en: "A token with this serial number is in the list already.",
  },
  card_pending: {
    fa: "فعالسازی دیگری برای این کارت هنوز پاسخ نگرفته است. activate را بدون مشخصات اجرا کنید یا آن را حذف کنید.",
    en: "Another activation of this card has no answer yet. Run activate without details, or delete it.",
  },
  offline: {
    fa: "اتصال به بانک برقرار نیست. این کار به اینترنت نیاز دارد؛ پس از اتصال همین دستور را دوباره اجرا کنید.",
    en: "There is no connection to the bank. This needs the internet; run the same command again when you are connected.",
  },
  timeout: {
    fa: "بانک به‌موقع پاسخ نداد. همین دستور را کمی بعد دوباره اجرا کنید.",
    en: "The bank did not answer in time. Run the same command again a little later.",
  },
  unreadable: {
    fa: "پاسخ رسیده از بانک نیست؛ شاید شبکه شما ابتدا ورود می‌خواهد. نشانی و شبکه را بررسی کنید.",
    en: "What answered is not the bank; perhaps your network wants you to sign in first. Check address and network.",
  },
  notTheBank: {
    fa: "کلیدهای پاسخ‌دهنده به امضای بانک نیست و چیزی ارسال نشد. نشانی و فایل کلید انتشار را بررسی کنید یا برنامه را به‌روز کنید.",
    en: "The keys of what answers are not signed by the bank, and nothing was sent. Check the address and the release key file, or update the program.",
  },
  noTokens: {
    fa: "توکن ثبت شده‌ای برای شما یافت نشد",
    en: "No registered token was found for you",
  },
  cardSection: { fa: "رمز دوم کارت", en: "Card second password" },
  accountSection: { fa: "حساب/درگاه", en: "Account/gateway" },
  state_active: { fa: "فعال", en: "active" },
  state_confirming: {
    fa: "آماده، در انتظار تایید نهایی",
    en: "ready, waiting for its final confirmation",
  },
  state_pending: { fa: "در انتظار پاسخ بانک", en: "waiting for the bank's answer" },
  stop_suspended: { fa: "در بانک متوقف شده", en: "suspended at the bank" },
  stop_ended: {
    fa: "در بانک پایان یافته؛ آن را حذف کنید",
    en: "ended at the bank; please delete it",
  },
  listOffline: {
    fa: "(بدون اتصال: فقط آنچه روی دستگاه است)",
    en: "(no connection: only what is on the device)",
  },
  chooseQuestion: { fa: "شماره ردیف:", en: "Number in the list:" },
  chooseToken: {
    fa: "چند توکن هست: یکی را با --number، --card یا --serial مشخص کنید.",
    en: "There are several tokens: name one with --number, --card or --serial.",
  },
  noSuchToken: { fa: "چنین توکنی در فهرست نیست.", en: "There is no such token in the list." },
  code: { fa: "رمز: {code}", en: "Password: {code}" },
  codeValidity: { fa: "{seconds} ثانیه اعتبار دارد.", en: "Good for {seconds} seconds." },
  wait: {
    fa: "رمز بعدی {seconds} ثانیه دیگر آماده است؛ هیچ رمزی دو بار نشان داده نمی‌شود.",
    en: "The next password is ready in {seconds} seconds; none is shown twice.",
  },
  clockBack: {
    fa: "ساعت دستگاه به عقب برگشته است. رمز بعدی {seconds} ثانیه دیگر آماده است؛ ساعت را بررسی کنید یا با list آن را با بانک هماهنگ کنید.",
    en: "The device's clock went back. The next password is ready in {seconds} seconds; check the clock or run list to set it right with the bank.",
  },
  mustDeclare: {
    fa: "برای این توکن چند بار رمز نادرست وارد شده است. برای حفظ امنیت شما، تا مدتی هنگام دریافت رمز باید به اینترنت وصل باشید.",
    en: "Wrong passwords were entered for this token several times. To keep you safe, for a while you need the internet when you get a password.",
  },
  codeDeclared: {
    fa: "بانک از این رمز باخبر شد.",
    en: "The bank knows of this password.",
  },
  codeUndeclared: {
    fa: "بانک از این رمز باخبر نیست و آن را نمی‌پذیرد. به اینترنت وصل شوید و رمز جدید بگیرید.",
    en: "The bank does not know of this password and refuses it. Connect to the internet and get a new password.",
  },
  codeSuspended: {
    fa: "این توکن در بانک متوقف شده است و رمز آن پذیرفته نمی‌شود. برای رفع آن به یکی از شعب مراجعه کنید.",
    en: "This token is suspended at the bank and its password is not accepted. Please visit a branch about it.",
  },
  codeEnded: {
    fa: "این توکن در بانک پایان یافته است و رمز آن پذیرفته نمی‌شود. آن را حذف کنید و سریال تازه بگیرید.",
    en: "This token has ended at the bank and its password is not accepted. Please delete it and get a new serial.",
  },
  codePending: {
    fa: "این توکن هنوز فعال نشده است. با اتصال به اینترنت activate را اجرا کنید.",
    en: "This token is not active yet. Please run activate with a connection.",
  },
  deleteQuestion: {
    fa: "توکن {token} حذف شود؟ (بله/خیر)",
    en: "Delete the token {token}? (yes/no)",
  },
  deleteAllQuestion: { fa: "همه توکن‌ها حذف شود؟ (بله/خیر)", en: "Delete all tokens? (yes/no)" },
  eraseQuestion: {
    fa: "همه توکن‌ها و رمز ورود از این دستگاه پاک می‌شود و بازگشتی ندارد. ادامه می‌دهید؟ (بله/خیر)",
    en: "All tokens and the entry password leave this device, and there is no way back. Go on? (yes/no)",
  },
  deleted: { fa: "حذف شد.", en: "Deleted." },
  deletedUntold: {
    fa: "از این دستگاه حذف شد. بانک در اتصال بعدی آگاه می‌شود.",
    en: "Deleted from this device. The bank is told at the next connection.",
  },
  kept: { fa: "چیزی حذف نشد.", en: "Nothing was deleted." },
  folder_in_use: {
    fa: "برنامه دیگری این رمزنما را باز دارد. پس از پایان آن دوباره اجرا کنید.",
    en: "Another program has this phone open. Please try again when it has ended.",
  },
  folder_unusable: {
    fa: "پوشه این رمزنما خوانده یا نوشته نمی‌شود: {path}",
    en: "This phone's folder cannot be read or written: {path}",
  },
  folder_damaged: {
    fa: "این فایل رمزنما آسیب دیده است: {path}. پوشه را کنار بگذارید و دوباره ثبت کنید؛ اگر بانک دستگاه پیشین را نام برد، آن را در خودپرداز یا شعبه آزاد کنید.",
    en: "This file of the phone is damaged: {path}. Move the folder away and register again; if the bank names your earlier device, release it at an ATM or a branch.",
  },
  noReleaseKey: {
    fa: "کلید انتشار در {path} نیست. ابتدا npm start را اجرا کنید یا --release-key را بدهید.",
    en: "There is no release key at {path}. Run npm start first, or name it with --release-key.",
  },
  usage: {
    fa: "«{word}» شناخته نشد. راهنما: npm run phone -- --help",
    en: '"{word}" is not understood. Help: npm run phone -- --help',
  },
  missingInput: {
    fa: "این مقدار لازم است: {field}",
    en: "This value is needed: {field}",
  },
  help: {
    fa: `npm run phone -- register   ثبت این دستگاه   [--national-id --mobile] [--code]
npm run phone -- activate   توکن جدید        [--card | --account-gateway] [--serial] [--code]
npm run phone -- code       دریافت رمز، بدون اینترنت   [--number | --card | --serial] [--plain] [--offline]
npm run phone -- list       فهرست توکن‌ها    [--offline]
npm run phone -- delete     حذف توکن         [--number | --card | --serial | --all | --everything] [--yes]

--phone DIR         پوشه رمزنما (.data/phone)
--server URL        نشانی بانک (http://localhost:7701)
--release-key FILE  کلید انتشار (.data/release-key.public.json)
--lang fa|en

آنچه داده نشود پرسیده می‌شود. رمز ورود پرسیده یا از RAMZNAMA_ENTRY_PASSWORD خوانده می‌شود.`,
    en: `npm run phone -- register   register this device   [--national-id --mobile] [--code]
npm run phone -- activate   a new token            [--card | --account-gateway] [--serial] [--code]
npm run phone -- code       take a password, without internet   [--number | --card | --serial] [--plain] [--offline]
npm run phone -- list       the tokens             [--offline]
npm run phone -- delete     delete a token         [--number | --card | --serial | --all | --everything] [--yes]

--phone DIR         the phone's folder (.data/phone)
--server URL        the bank's address (http://localhost:7701)
--release-key FILE  the release key (.data/release-key.public.json)
--lang fa|en

What is not given is asked for. The entry password is asked for, or read from RAMZNAMA_ENTRY_PASSWORD.`,
  },
} as const satisfies Readonly<Record<string, Text>>;
