export { maskAccountNumber, parseAccountNumber, type AccountNumber } from "./account-number.ts";
export {
  groupCardNumber,
  maskCardNumber,
  parseCardNumber,
  type CardNumber,
  type CardNumberRefusal,
} from "./card-number.ts";
export {
  compactDigits,
  groupDigits,
  parseDigitText,
  type DigitCount,
  type DigitTextRefusal,
} from "./digit-text.ts";
export { toLatinDigits, toPersianDigits } from "./digits.ts";
export { findActivationCode, findRegistrationCode, findTokenSerial } from "./find-in-sms.ts";
export {
  daysInJalaliMonth,
  isJalaliLeapYear,
  jalaliFromUnixDay,
  unixDayFromJalali,
  type JalaliDate,
} from "./jalali.ts";
export { parseLoginName, type LoginName, type LoginNameRefusal } from "./login-name.ts";
export { hasLuhnCheckDigit, luhnCheckDigit } from "./luhn.ts";
export {
  branchText,
  branchTextKeys,
  type BranchTextArguments,
  type BranchTextKey,
} from "./messages/branch-texts.ts";
export { deskProblemText } from "./messages/branch/desk-problem-texts.ts";
export { causeText, channelText, eventText, eventTypes } from "./messages/branch/event-texts.ts";
export { languages, type Language, type Text } from "./messages/language.ts";
export {
  phoneText,
  phoneTextKeys,
  type PhoneTextArguments,
  type PhoneTextKey,
} from "./messages/phone-texts.ts";
export { hasProblemText, problemText, type ProblemTextCode } from "./messages/problem-texts.ts";
export { refusalText, type RefusableField } from "./messages/refusal-texts.ts";
export {
  accountLinkedSms,
  activationCodeSms,
  deviceRegisteredSms,
  deviceReleasedSms,
  registrationCodeSms,
  tokenActivatedSms,
  tokenEndedSms,
  tokensBlockedSms,
  tokensRevokedSms,
  twoRegistrationCodesSms,
  type AccountLinkedSms,
  type ActivationCodeSms,
  type RegistrationCodeSms,
  type TokenSms,
  type TokenSubject,
} from "./messages/sms-texts.ts";
export { scanText, scanTextKeys, type ScanTextKey } from "./messages/scan-texts.ts";
export { verificationText } from "./messages/verification-texts.ts";
export { maskMobile, parseMobile, type Mobile, type MobileRefusal } from "./mobile.ts";
export { parseNationalId, type NationalId, type NationalIdRefusal } from "./national-id.ts";
export type { Parsed } from "./parsed.ts";
export {
  formatRials,
  groupThousands,
  parseRialAmount,
  type RialAmount,
  type RialAmountRefusal,
} from "./rial-amount.ts";
export {
  groupActivationCode,
  parseActivationCode,
  parseRegistrationCode,
  type ActivationCode,
  type RegistrationCode,
} from "./sms-codes.ts";
export {
  formatJalaliDate,
  formatLongJalaliDate,
  formatTehranDateTime,
  formatTehranTime,
  formatTehranTimeWithSeconds,
  jalaliDateInTehran,
  parseJalaliDate,
  startOfDayInTehran,
  type JalaliDateRefusal,
} from "./tehran-time.ts";
export {
  groupTokenSerial,
  makeTokenSerial,
  parseTokenSerial,
  type TokenSerial,
  type TokenSerialRefusal,
} from "./token-serial.ts";
