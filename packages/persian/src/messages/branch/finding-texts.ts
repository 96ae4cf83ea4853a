/**
 * «چرا کار نمی‌کند؟»: what the teller says to a customer whose code is refused, and what to do about it. The codes are
 * those of `findingCodes` in the contract.
 */
import type { Text } from "../language.ts";

export const findingTexts = {
  finding_token_ended: { fa: "این رمزنما پایان یافته است.", en: "This token has ended." },
  findingNext_token_ended: {
    fa: "سریال تازه صادر کنید و از مشتری بخواهید توکن قدیمی را از گوشی حذف کند.",
    en: "Issue a new serial and ask the customer to delete the old token from the phone.",
  },
  finding_blocked_by_owner: {
    fa: "مشتری خودش رمزنما را مسدود کرده است{at}.",
    en: "The customer blocked Ramznama{at}.",
  },
  findingNext_blocked_by_owner: {
    fa: "اگر گوشی نزد اوست، هویت را ثبت و رفع مسدودی را درخواست کنید؛ اگر گم شده، دستگاه را آزاد کنید.",
    en: "If the phone is at hand, record the identity and ask for unblocking; if it is lost, release the device.",
  },
  finding_suspended_by_branch: {
    fa: "شعبه این رمزنما را معلق کرده است{at}.",
    en: "A branch suspended this token{at}.",
  },
  findingNext_suspended_by_branch: {
    fa: "اگر دلیل تعلیق برطرف شده، تعلیق را بردارید.",
    en: "If the reason is gone, lift the suspension.",
  },
  finding_not_activated: {
    fa: "هنوز روی گوشی فعال نشده است.",
    en: "It is not activated on the phone yet.",
  },
  findingNext_not_activated: {
    fa: "مشتری باید شماره سریال و کد پیامک را در همراه بانک وارد کند. اگر پیامک نرسیده، کد را دوباره بفرستید.",
    en: "The customer has to enter serial and SMS code in the mobile bank. If no SMS came, send the code again.",
  },
  finding_activation_code_expired: {
    fa: "مهلت کد فعالسازی گذشته است{at}.",
    en: "The activation code has expired{at}.",
  },
  findingNext_activation_code_expired: {
    fa: "کد را دوباره بفرستید؛ شماره سریال همان است.",
    en: "Send the code again; the serial stays.",
  },
  finding_activation_code_locked: {
    fa: "کد فعالسازی چند بار نادرست وارد و باطل شده است{at}.",
    en: "The activation code was entered wrongly several times and is void{at}.",
  },
  findingNext_activation_code_locked: {
    fa: "کد را دوباره بفرستید و از مشتری بخواهید آن را از تازه‌ترین پیامک بردارد.",
    en: "Send the code again and ask the customer to take it from the latest SMS.",
  },
  finding_activation_unconfirmed: {
    fa: "گوشی فعالسازی را هنوز تایید نهایی نکرده است.",
    en: "The phone has not confirmed the activation yet.",
  },
  findingNext_activation_unconfirmed: {
    fa: "از مشتری بخواهید رمزنما را با اینترنت باز کند؛ نخستین رمز پذیرفته هم آن را تایید می‌کند.",
    en: "Ask the customer to open Ramznama with internet; the first accepted code confirms it too.",
  },
  finding_not_linked: {
    fa: "به {purpose} متصل نیست.",
    en: "It is not linked for: {purpose}.",
  },
  findingNext_not_linked: {
    fa: "اگر مشتری می‌خواهد، اتصال را ثبت کنید.",
    en: "If the customer wants it, save the link.",
  },
  finding_throttled: {
    fa: "به‌خاطر رمزهای نادرست پیاپی باید صبر کند{until}.",
    en: "Wrong codes in a row: it has to wait{until}.",
  },
  findingNext_throttled: {
    fa: "پس از مهلت، رمز تازه بگیرد. اگر مشتری خودش رمز نادرست نزده است، به مسئول امنیت خبر دهید.",
    en: "After the wait, take a new code. If the customer did not enter wrong codes, tell the security officer.",
  },
  finding_declares: {
    fa: "رمزهای نادرست زیادی از دیگران آمده است؛ فعلاً فقط رمزی پذیرفته می‌شود که گوشی هنگام گرفتن آن به اینترنت وصل باشد.",
    en: "Many wrong codes came from others: for a while only codes are accepted that the phone took with internet.",
  },
  findingNext_declares: {
    fa: "مشتری رمز را با اینترنت بگیرد و پس از پیام «بانک از این رمز باخبر شد» وارد کند.",
    en: "Take the code with internet and use it after “the bank knows of this password”.",
  },
  finding_clock_off_ahead: {
    fa: "ساعت گوشی {time} جلوست{at}.",
    en: "The phone's clock is {time} ahead{at}.",
  },
  finding_clock_off_behind: {
    fa: "ساعت گوشی {time} عقب است{at}.",
    en: "The phone's clock is {time} behind{at}.",
  },
  findingNext_clock_off: {
    fa: "رمزنما را یک بار با اینترنت باز کند تا ساعتش درست شود، و تاریخ و ساعت گوشی را خودکار کند.",
    en: "Open Ramznama once with internet to correct the clock, and set the phone's time to automatic.",
  },
  finding_code_used: {
    fa: "همان رمز دو بار وارد شده است{at}؛ هر رمز یک بار پذیرفته می‌شود.",
    en: "The same code was entered twice{at}; each is accepted once.",
  },
  findingNext_code_used: {
    fa: "برای هر کار «دریافت رمز» را دوباره بزند.",
    en: "Press “get password” anew for each use.",
  },
  finding_code_superseded: {
    fa: "رمزی قدیمی‌تر از آخرین رمز پذیرفته‌شده وارد شده است{at}.",
    en: "A code older than the last accepted one was entered{at}.",
  },
  findingNext_code_superseded: {
    fa: "فقط تازه‌ترین رمز را وارد کند.",
    en: "Enter the newest code only.",
  },
  finding_code_wrong: {
    fa: "رمز نادرست یا منقضی وارد شده است{at}{count}.",
    en: "A wrong or expired code was entered{at}{count}.",
  },
  findingNext_code_wrong: {
    fa: "هر رمز عمر کوتاهی دارد؛ رمز تازه بگیرد و بخش و شماره آن را با جای مصرف مقایسه کند.",
    en: "A code is short-lived; take a new one and compare section and number with where it is used.",
  },
  finding_out_of_step: {
    fa: "دستگاه رمزساز از گام بانک دور افتاده است{at}.",
    en: "The token device is out of step with the bank{at}.",
  },
  findingNext_out_of_step: {
    fa: "دو رمز پشت سر هم وارد کند؛ همگام‌سازی خودکار است.",
    en: "Enter two codes in a row; it falls into step by itself.",
  },
  finding_works: {
    fa: "این رمزنما کار می‌کند؛ مانعی دیده نمی‌شود.",
    en: "This token works; nothing stands in its way.",
  },
  findingNext_works: {
    fa: "از مشتری بپرسید رمز را از کدام بخش گرفته و کجا وارد کرده است؛ نام و شماره را با هم مقایسه کنید.",
    en: "Ask from which section the code was taken and where it was entered; compare name and number.",
  },
  findingAt: { fa: " ({when})", en: " ({when})" },
  findingUntil: { fa: " تا {until}", en: " until {until}" },
  findingCount: { fa: "، {count} بار", en: ", {count} times" },
  durationSeconds: { fa: "{n} ثانیه", en: "{n} seconds" },
  durationMinutes: { fa: "{n} دقیقه", en: "{n} minutes" },
  durationHours: { fa: "{n} ساعت", en: "{n} hours" },
  durationDays: { fa: "{n} روز", en: "{n} days" },
} as const satisfies Readonly<Record<string, Text>>;
