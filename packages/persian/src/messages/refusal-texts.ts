/** What stands beside a field whose text was refused: the cause, then the next step. */

import type { DigitTextRefusal } from "../digit-text.ts";
import type { CardNumberRefusal } from "../card-number.ts";
import type { LoginNameRefusal } from "../login-name.ts";
import type { MobileRefusal } from "../mobile.ts";
import type { NationalIdRefusal } from "../national-id.ts";
import type { RialAmountRefusal } from "../rial-amount.ts";
import type { JalaliDateRefusal } from "../tehran-time.ts";
import type { TokenSerialRefusal } from "../token-serial.ts";
import type { Language, Text } from "./language.ts";

/** Each field with the reasons its parser gives. */
interface RefusalsOfFields {
  readonly cardNumber: CardNumberRefusal;
  readonly tokenSerial: TokenSerialRefusal;
  readonly activationCode: DigitTextRefusal;
  readonly registrationCode: DigitTextRefusal;
  readonly dynamicCode: DigitTextRefusal;
  readonly mobile: MobileRefusal;
  readonly nationalId: NationalIdRefusal;
  readonly accountNumber: DigitTextRefusal;
  readonly loginName: LoginNameRefusal;
  readonly jalaliDate: JalaliDateRefusal;
  readonly rialAmount: RialAmountRefusal;
}

export type RefusableField = keyof RefusalsOfFields;

type RefusalTexts = {
  readonly [Field in RefusableField]: Readonly<Record<RefusalsOfFields[Field], Text>>;
};

export function refusalText<Field extends RefusableField>(
  field: Field,
  reason: RefusalsOfFields[Field],
  language: Language,
): string {
  const texts: Readonly<Record<RefusalsOfFields[Field], Text>> = refusalTexts[field];
  return texts[reason][language];
}

const refusalTexts: RefusalTexts = {
  cardNumber: {
    empty: {
      fa: "شماره کارت را وارد کنید یا کارت را با دوربین اسکن کنید.",
      en: "Enter the card number or scan the card with the camera.",
    },
    not_digits: {
      fa: "شماره کارت فقط از رقم تشکیل می‌شود. نشانه‌های دیگر را پاک کنید.",
      en: "A card number is made of digits only. Please remove the other characters.",
    },
    too_short: {
      fa: "شماره کارت ۱۶ رقم دارد. رقم‌های باقی‌مانده را وارد کنید.",
      en: "A card number has 16 digits. Please enter the remaining ones.",
    },
    too_long: {
      fa: "شماره کارت ۱۶ رقم دارد. رقم‌های اضافه را پاک کنید.",
      en: "A card number has 16 digits. Please remove the extra ones.",
    },
    check_digit: {
      fa: "این شماره کارت درست نیست؛ شاید رقمی جابه‌جا شده است. آن را با روی کارت مقایسه کنید.",
      en: "This card number is not valid; a digit may differ. Please compare it with your card.",
    },
    wrong_prefix: {
      fa: "این شماره از کارت‌های این بانک نیست. شماره کارتی از همین بانک را وارد کنید.",
      en: "This is not a card of this bank. Please enter the number of a card of this bank.",
    },
  },
  tokenSerial: {
    empty: {
      fa: "شماره سریال رمزنما را وارد کنید؛ روی رسید چاپ شده است.",
      en: "Enter the Ramznama serial number; it is printed on the receipt.",
    },
    not_digits: {
      fa: "شماره سریال فقط از رقم تشکیل می‌شود. نشانه‌های دیگر را پاک کنید.",
      en: "A serial number is made of digits only. Please remove the other characters.",
    },
    too_short: {
      fa: "شماره سریال ۱۲ رقم دارد. رقم‌های باقی‌مانده را از روی رسید وارد کنید.",
      en: "A serial number has 12 digits. Please enter the remaining ones from the receipt.",
    },
    too_long: {
      fa: "شماره سریال ۱۲ رقم دارد. رقم‌های اضافه را پاک کنید.",
      en: "A serial number has 12 digits. Please remove the extra ones.",
    },
    check_digit: {
      fa: "این شماره سریال درست نیست؛ شاید رقمی جابه‌جا شده است. آن را با رسید مقایسه کنید.",
      en: "This serial number is not valid; a digit may differ. Please compare it with the receipt.",
    },
  },
  activationCode: {
    empty: {
      fa: "کد فعالسازی را از پیامک بانک وارد کنید؛ می‌توانید کل پیامک را بچسبانید.",
      en: "Enter the activation code from the bank's SMS; you can paste the whole message.",
    },
    not_digits: {
      fa: "کد فعالسازی در این متن پیدا نشد. فقط ۸ رقم کد را وارد کنید.",
      en: "No activation code was found in this text. Please enter the 8 digits of the code alone.",
    },
    too_short: {
      fa: "کد فعالسازی ۸ رقم دارد. رقم‌های باقی‌مانده را وارد کنید.",
      en: "An activation code has 8 digits. Please enter the remaining ones.",
    },
    too_long: {
      fa: "کد فعالسازی ۸ رقم دارد. رقم‌های اضافه را پاک کنید.",
      en: "An activation code has 8 digits. Please remove the extra ones.",
    },
  },
  registrationCode: {
    empty: {
      fa: "کد ثبت دستگاه را از پیامک بانک وارد کنید.",
      en: "Enter the device code from the bank's SMS.",
    },
    not_digits: {
      fa: "کد ثبت دستگاه در این متن پیدا نشد. فقط ۶ رقم کد را وارد کنید.",
      en: "No device code was found in this text. Please enter the 6 digits of the code alone.",
    },
    too_short: {
      fa: "کد ثبت دستگاه ۶ رقم دارد. رقم‌های باقی‌مانده را وارد کنید.",
      en: "A device code has 6 digits. Please enter the remaining ones.",
    },
    too_long: {
      fa: "کد ثبت دستگاه ۶ رقم دارد. رقم‌های اضافه را پاک کنید.",
      en: "A device code has 6 digits. Please remove the extra ones.",
    },
  },
  dynamicCode: {
    empty: {
      fa: "رمز را از بخش رمزنمای همراه بانک دریافت و اینجا وارد کنید.",
      en: "Get a password in the Ramznama section of the mobile bank and enter it here.",
    },
    not_digits: {
      fa: "رمز فقط از رقم تشکیل می‌شود. نشانه‌های دیگر را پاک کنید.",
      en: "The password is made of digits only. Please remove the other characters.",
    },
    too_short: {
      fa: "رمز کامل نیست. همه رقم‌هایی را که رمزنما نشان می‌دهد وارد کنید.",
      en: "The password is not complete. Please enter all the digits Ramznama shows.",
    },
    too_long: {
      fa: "تعداد رقم‌ها از رمز بیشتر است. فقط رقم‌هایی را که رمزنما نشان می‌دهد وارد کنید.",
      en: "There are more digits than the password has. Please enter only those Ramznama shows.",
    },
  },
  mobile: {
    empty: {
      fa: "شماره همراهی را که در بانک ثبت شده است وارد کنید.",
      en: "Enter the mobile number that is registered at the bank.",
    },
    not_digits: {
      fa: "شماره همراه فقط از رقم تشکیل می‌شود. نشانه‌های دیگر را پاک کنید.",
      en: "A mobile number is made of digits only. Please remove the other characters.",
    },
    too_short: {
      fa: "شماره همراه ۱۱ رقم دارد، مانند ۰۹۱۲۳۴۵۶۷۸۹. رقم‌های باقی‌مانده را وارد کنید.",
      en: "A mobile number has 11 digits, like 09123456789. Please enter the remaining ones.",
    },
    too_long: {
      fa: "شماره همراه ۱۱ رقم دارد، مانند ۰۹۱۲۳۴۵۶۷۸۹. رقم‌های اضافه را پاک کنید.",
      en: "A mobile number has 11 digits, like 09123456789. Please remove the extra ones.",
    },
    wrong_prefix: {
      fa: "شماره همراه با ۰۹ شروع می‌شود. شماره همراهی از ایران را وارد کنید.",
      en: "A mobile number begins with 09. Please enter a mobile number of Iran.",
    },
  },
  nationalId: {
    empty: { fa: "کد ملی را وارد کنید.", en: "Enter the national id." },
    not_digits: {
      fa: "کد ملی فقط از رقم تشکیل می‌شود. نشانه‌های دیگر را پاک کنید.",
      en: "A national id is made of digits only. Please remove the other characters.",
    },
    too_short: {
      fa: "کد ملی ۱۰ رقم دارد. صفرهای ابتدای آن را هم وارد کنید.",
      en: "A national id has 10 digits. Please enter its leading zeros as well.",
    },
    too_long: {
      fa: "کد ملی ۱۰ رقم دارد. رقم‌های اضافه را پاک کنید.",
      en: "A national id has 10 digits. Please remove the extra ones.",
    },
    check_digit: {
      fa: "این کد ملی درست نیست؛ شاید رقمی جابه‌جا شده است. آن را با کارت ملی مقایسه کنید.",
      en: "This national id is not valid; a digit may differ. Please compare it with the id card.",
    },
    repeated_digit: {
      fa: "کد ملی نمی‌تواند از یک رقم تکراری باشد. کد روی کارت ملی را وارد کنید.",
      en: "A national id is not one digit repeated. Please enter the number on the id card.",
    },
  },
  accountNumber: {
    empty: { fa: "شماره حساب را وارد کنید.", en: "Enter the account number." },
    not_digits: {
      fa: "شماره حساب فقط از رقم تشکیل می‌شود. نشانه‌های دیگر را پاک کنید.",
      en: "An account number is made of digits only. Please remove the other characters.",
    },
    too_short: {
      fa: "شماره حساب دست‌کم ۶ رقم دارد. رقم‌های باقی‌مانده را وارد کنید.",
      en: "An account number has at least 6 digits. Please enter the remaining ones.",
    },
    too_long: {
      fa: "شماره حساب حداکثر ۲۶ رقم دارد. رقم‌های اضافه را پاک کنید.",
      en: "An account number has at most 26 digits. Please remove the extra ones.",
    },
  },
  loginName: {
    empty: { fa: "نام کاربری را وارد کنید.", en: "Enter the user name." },
    wrong_characters: {
      fa: "نام کاربری از حروف انگلیسی، رقم و نشانه‌های . _ @ - تشکیل می‌شود. صفحه‌کلید را انگلیسی کنید.",
      en: "A user name is made of Latin letters, digits and . _ @ -. Please switch the keyboard.",
    },
    too_short: {
      fa: "نام کاربری دست‌کم ۳ نویسه دارد. آن را کامل وارد کنید.",
      en: "A user name has at least 3 characters. Please enter all of it.",
    },
    too_long: {
      fa: "نام کاربری حداکثر ۶۴ نویسه دارد. نویسه‌های اضافه را پاک کنید.",
      en: "A user name has at most 64 characters. Please remove the extra ones.",
    },
  },
  jalaliDate: {
    empty: { fa: "تاریخ را وارد کنید.", en: "Enter the date." },
    wrong_format: {
      fa: "تاریخ را به شکل سال/ماه/روز وارد کنید، مانند ۱۴۰۵/۰۹/۰۱.",
      en: "Please enter the date as year/month/day, like 1405/09/01.",
    },
    no_such_day: {
      fa: "این روز در تقویم وجود ندارد. ماه و روز را بررسی کنید.",
      en: "The calendar has no such day. Please check month and day.",
    },
  },
  rialAmount: {
    empty: { fa: "مبلغ را به ریال وارد کنید.", en: "Enter the amount in rials." },
    not_digits: {
      fa: "مبلغ عددی صحیح به ریال است. نشانه‌های دیگر را پاک کنید.",
      en: "The amount is a whole number of rials. Please remove the other characters.",
    },
    not_positive: {
      fa: "مبلغ باید بیشتر از صفر باشد. مبلغ دیگری وارد کنید.",
      en: "The amount must be more than zero. Please enter another amount.",
    },
    too_large: {
      fa: "این مبلغ از حد قابل ثبت بیشتر است. مبلغ کمتری وارد کنید.",
      en: "This amount is larger than can be recorded. Please enter a smaller one.",
    },
  },
};
