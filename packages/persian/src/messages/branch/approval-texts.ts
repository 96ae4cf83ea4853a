/** Four eyes: requests, what will happen, and what became of them. */
import type { Text } from "../language.ts";

export const approvalTexts = {
  approvals: { fa: "درخواست‌های شعبه", en: "Requests of the branch" },
  approvalsIntro: {
    fa: "آنچه یک نفر می‌خواهد و نفر دوم درباره‌اش تصمیم می‌گیرد. فهرست خودبه‌خود تازه می‌شود.",
    en: "What one person asks for and a second one decides. The list refreshes by itself.",
  },
  approvalsNone: { fa: "درخواستی در انتظار نیست.", en: "No request is waiting." },
  approvalsNoneEver: { fa: "هنوز درخواستی ثبت نشده است.", en: "There was no request yet." },
  tabWaiting: { fa: "در انتظار", en: "Waiting" },
  tabAll: { fa: "همه", en: "All" },
  request: { fa: "درخواست", en: "Request" },
  "approvalKind_account-links": { fa: "اتصال حساب", en: "Account link" },
  "approvalKind_device-release": { fa: "آزادسازی دستگاه", en: "Release of the device" },
  "approvalKind_customer-revocation": {
    fa: "لغو اضطراری همه رمزنماها",
    en: "Emergency revocation of all tokens",
  },
  "approvalKind_block-lift": { fa: "رفع مسدودی", en: "Lifting of the block" },
  "approvalWhat_account-links": {
    fa: "با تایید، رمزهای این رمزنما برای حساب‌های زیر پذیرفته می‌شود و صاحبان حساب باخبر می‌شوند.",
    en: "When approved, this token's codes are accepted for the accounts below, and the holders are told.",
  },
  "approvalWhat_device-release": {
    fa: "با تایید، دستگاه آزاد می‌شود، رمزنماهای زیر برای همیشه پایان می‌یابد و مشتری باخبر می‌شود.",
    en: "When approved, the device is released, the tokens below end for good and the customer is told.",
  },
  "approvalWhat_customer-revocation": {
    fa: "با تایید، رمزنماهای زیر برای همیشه پایان می‌یابد.",
    en: "When approved, the tokens below end for good.",
  },
  "approvalWhat_block-lift": {
    fa: "با تایید، مسدودی مشتری برداشته می‌شود و رمزنماهای زیر دوباره کار می‌کند.",
    en: "When approved, the customer's block is lifted and the tokens below work again.",
  },
  approvalState_requested: { fa: "در انتظار", en: "Waiting" },
  approvalState_approved: { fa: "تایید شد", en: "Approved" },
  approvalState_rejected: { fa: "رد شد", en: "Rejected" },
  approvalState_withdrawn: { fa: "پس گرفته شد", en: "Withdrawn" },
  approvalState_expired: { fa: "مهلت گذشت", en: "Expired" },
  approvalState_voided: { fa: "باطل شد؛ موضوع تغییر کرد", en: "Void; its matter changed" },
  deadline: { fa: "مهلت تا", en: "Until" },
  requester: { fa: "درخواست‌کننده", en: "Asked by" },
  decision: { fa: "تصمیم", en: "Decision" },
  note: { fa: "یادداشت (اختیاری)", en: "Note (optional)" },
  noteHint: { fa: "هنگام رد، دلیل را بنویسید.", en: "When you reject, write why." },
  approve: { fa: "تایید", en: "Approve" },
  reject: { fa: "رد", en: "Reject" },
  withdraw: { fa: "پس گرفتن", en: "Withdraw" },
  approved: { fa: "تایید و انجام شد.", en: "Approved and done." },
  rejected: { fa: "رد شد.", en: "Rejected." },
  withdrawn: { fa: "درخواست پس گرفته شد.", en: "The request is withdrawn." },
  ownRequest: {
    fa: "درخواست خود شماست؛ همکار دیگری باید تصمیم بگیرد.",
    en: "This is your own request; a colleague has to decide.",
  },
  about: { fa: "موضوع", en: "About" },
  waitsForSecond: { fa: "در انتظار همکار دوم", en: "Waits for a second person" },
} as const satisfies Readonly<Record<string, Text>>;
