/** Registering on this device (S25). */
import type { Text } from "../language.ts";

export const registrationTexts = {
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
    fa: "اگر مشخصات با بانک یکی باشد، کد تا چند لحظه دیگر پیامک می‌شود و چند دقیقه اعتبار دارد.",
    en: "If the details agree with the bank's, the code arrives by SMS in a moment. It is valid for a few minutes.",
  },
  registerOver: {
    fa: "مهلت این کد گذشته است. کد تازه بگیرید.",
    en: "The time of this code is over. Please get a new one.",
  },
  registerSendAgain: { fa: "ارسال دوباره کد", en: "Send the code again" },
  registerSentAgain: {
    fa: "کد دیگری درخواست شد. فقط کد تازه‌ترین پیامک را وارد کنید.",
    en: "Another code was asked for. Enter only the code of the newest SMS.",
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
} as const satisfies Readonly<Record<string, Text>>;
