/** The frame of the branch console: door, bar, what every screen shares. */
import type { Text } from "../language.ts";

export const frameTexts = {
  console: { fa: "سامانه شعبه", en: "Branch console" },
  consoleOf: { fa: "سامانه شعبه رمزنما", en: "Ramznama branch console" },
  doorClaim: {
    fa: "صدور رمزنما، اتصال به درگاه و حساب، و پاسخ به «چرا کار نمی‌کند؟»",
    en: "Issuing Ramznama, links to gateway and accounts, and the answer to “why does it not work?”",
  },
  signIn: { fa: "ورود با حساب سازمانی", en: "Sign in with your staff account" },
  signOut: { fa: "خروج", en: "Sign out" },
  signInCancelled: {
    fa: "ورود انجام نشد. هر وقت خواستید دوباره وارد شوید.",
    en: "You did not sign in. Sign in whenever you like.",
  },
  signInFailed: {
    fa: "ورود کامل نشد. دوباره وارد شوید؛ اگر تکرار شد، به پشتیبانی خبر دهید.",
    en: "The sign-in was not completed. Please sign in again; if it repeats, tell the support.",
  },
  signInNotStaff: {
    fa: "این حساب نقشی در شعبه ندارد. با حساب سازمانی خود وارد شوید یا از مسئول سامانه نقش بخواهید.",
    en: "This account has no role at a branch. Sign in with your staff account, or ask the administrator for a role.",
  },
  sessionEnded: {
    fa: "نشست شما پایان یافت. دوباره وارد شوید؛ آنچه نوشته‌اید می‌ماند و از همین‌جا ادامه می‌دهید.",
    en: "Your session has ended. Please sign in again; what you typed is kept and you go on from here.",
  },
  noServer: {
    fa: "سامانه پاسخ نمی‌دهد. اتصال این رایانه را بررسی کنید و دوباره تلاش کنید؛ آنچه نوشته‌اید می‌ماند.",
    en: "The system does not answer. Check this computer's connection and try again; what you typed is kept.",
  },
  foreignAnswer: {
    fa: "پاسخ نامفهومی رسید. صفحه را تازه کنید؛ اگر تکرار شد، به پشتیبانی خبر دهید.",
    en: "The answer could not be understood. Reload the page; if it repeats, tell the support.",
  },
  unexpected: {
    fa: "کار انجام نشد. صفحه را تازه کنید و دوباره تلاش کنید؛ آنچه نوشته‌اید می‌ماند.",
    en: "That did not work. Reload the page and try again; what you typed is kept.",
  },
  reference: { fa: "شماره پیگیری: {reference}", en: "Reference: {reference}" },
  retry: { fa: "تلاش دوباره", en: "Try again" },
  loading: { fa: "کمی صبر کنید…", en: "One moment…" },
  cancel: { fa: "انصراف", en: "Cancel" },
  close: { fa: "بستن", en: "Close" },
  refresh: { fa: "تازه کردن", en: "Refresh" },
  more: { fa: "نمایش بیشتر", en: "Show more" },
  menu: { fa: "بخش‌های سامانه", en: "Sections of the console" },
  skip: { fa: "رفتن به محتوا", en: "Skip to the content" },
  language: { fa: "English", en: "فارسی" },
  languageLabel: { fa: "Change the language to English", en: "تغییر زبان به فارسی" },
  branch: { fa: "شعبه {branch}", en: "Branch {branch}" },
  noBranch: { fa: "بدون شعبه", en: "No branch" },
  noBranchWhy: {
    fa: "شعبه‌ای برای حساب سازمانی شما ثبت نشده است؛ می‌توانید جستجو کنید و ببینید، ولی کاری ثبت نمی‌شود. از مسئول سامانه بخواهید شعبه شما را ثبت کند.",
    en: "Your staff account has no branch: you can search and read, but nothing can be done. Ask the administrator to enter your branch.",
  },
  roleTeller: { fa: "کارمند باجه", en: "Teller" },
  roleSupervisor: { fa: "مسئول شعبه", en: "Supervisor" },
  roleOfficer: { fa: "مسئول امنیت", en: "Security officer" },
  roleAuditor: { fa: "حسابرس", en: "Auditor" },
  pageDesk: { fa: "مشتری", en: "Customer" },
  pageApprovals: { fa: "درخواست‌ها", en: "Requests" },
  pageWatch: { fa: "پایش", en: "Watch" },
  pageSessions: { fa: "نشست‌ها", en: "Sessions" },
  pageEvents: { fa: "رویدادها", en: "Events" },
  waitingCount: { fa: "{count} در انتظار", en: "{count} waiting" },
  notFound: { fa: "چنین صفحه‌ای نیست.", en: "There is no such page." },
  notFoundNext: { fa: "رفتن به صفحه نخست", en: "Go to the first page" },
  notYours: {
    fa: "نقش شما این بخش را در بر نمی‌گیرد.",
    en: "Your role does not cover this section.",
  },
  changedMeanwhile: {
    fa: "همکار دیگری هم‌زمان چیزی را تغییر داد؛ اطلاعات تازه شد. نگاه کنید و اگر هنوز لازم است دوباره انجام دهید.",
    en: "A colleague changed something at the same time; what you see is fresh now. Look, and do it again if it is still needed.",
  },
  none: { fa: "ندارد", en: "none" },
  from: { fa: "از", en: "from" },
  until: { fa: "تا", en: "until" },
  time: { fa: "زمان", en: "Time" },
  done: { fa: "انجام شد.", en: "Done." },
} as const satisfies Readonly<Record<string, Text>>;
