/** «رمز ورود به رمزنما»: defined, asked for, forgotten, erased (S7, S28). */
import type { Text } from "../language.ts";

export const vaultTexts = {
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
} as const satisfies Readonly<Record<string, Text>>;
