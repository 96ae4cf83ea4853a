/** The pages before signing in: the door itself, and blocking Ramznama when the phone is gone. */
import { verificationText } from "@ramznama/persian";
import { refusalWords } from "../bank/refusal-words.ts";
import type { CoreCustomer } from "../core-bank/core-bank-state.ts";
import { renderField, renderHidden, renderRefusal } from "../pages/field.ts";
import { type Html, html } from "../pages/html.ts";
import { icon } from "../pages/icons.ts";
import { renderFrame } from "./frame.ts";
import type { PasswordOutcome, SignInOutcome } from "./sign-in.ts";

export type DoorRefusal = Exclude<SignInOutcome, { kind: "signed_in" }>;

export interface DoorParts {
  readonly bankName: string;
  readonly userName?: string;
  readonly refusal?: DoorRefusal;
}

export function renderDoor({ bankName, userName, refusal }: DoorParts): string {
  const errors = refusal === undefined ? {} : fieldErrors(refusal);
  const nameIsKnown = userName !== undefined && errors.userName === undefined;
  const content = html`<form class="panel" method="post" action="/internet-bank/sign-in">
      <h1>ورود</h1>
      ${refusal === undefined ? undefined : renderDoorRefusal(refusal)}
      ${renderField({ name: "userName", label: "نام کاربری", value: userName, error: errors.userName, autocomplete: "username", autofocus: !nameIsKnown })}
      ${renderField({ name: "password", label: "رمز عبور", error: errors.password, kind: "password", autocomplete: "current-password", autofocus: nameIsKnown })}
      ${renderField({
        name: "code",
        label: "رمز ورود (رمزنما)",
        hint: "اگر رمزنمای حساب/درگاه شما در شعبه به این نام کاربری متصل شده است، رمز را از همراه بانک بگیرید؛ وگرنه خالی بگذارید.",
        error: errors.code,
        kind: "digits",
        autocomplete: "one-time-code",
        maxLength: 24,
        optional: true,
      })}
      <button class="button" type="submit">ورود</button>
    </form>
    <p class="aside">
      ${icon("lock")}گوشی گم شده است؟ <a href="/internet-bank/block">مسدود کردن رمزنما</a>
    </p>
    <p class="hint">
      محیط آزمایشی: رمز عبور هر کس <bdi dir="ltr">sandbox-</bdi> به‌اضافه نام کاربری اوست.
    </p>`;
  return renderFrame({ bankName, title: "ورود", content });
}

function fieldErrors(refusal: DoorRefusal) {
  switch (refusal.kind) {
    case "incomplete":
      return { userName: refusal.userName, password: refusal.password, code: undefined };
    case "code_needed":
      return { code: "برای این نام کاربری رمز رمزنما لازم است. آن را از همراه بانک بگیرید." };
    case "code_malformed":
      return { code: refusal.words };
    default:
      return {};
  }
}

function renderDoorRefusal(refusal: DoorRefusal): Html | undefined {
  switch (refusal.kind) {
    case "incomplete":
    case "code_needed":
    case "code_malformed":
      return undefined;
    case "wrong":
    case "paused":
      return renderRefusal(PASSWORD_WORDS[refusal.kind]);
    case "rejected":
      return renderRefusal(verificationText("rejected", "fa"));
    case "unanswered": {
      const { text, reference } = refusalWords(refusal.refusal);
      return renderRefusal(text, reference);
    }
  }
}

export const PASSWORD_WORDS: Readonly<Record<"wrong" | "paused", string>> = {
  wrong: "نام کاربری یا رمز عبور درست نیست. دوباره وارد کنید.",
  paused: "تلاش‌های ناموفق زیاد بود. ده دقیقه دیگر دوباره وارد شوید.",
};

export interface BlockParts {
  readonly bankName: string;
  readonly intent: string;
  /** Nobody signed in: name and password are asked here. */
  readonly customer?: CoreCustomer | undefined;
  readonly userName?: string | undefined;
  readonly refusal?: Exclude<PasswordOutcome, { kind: "known" }>;
}

/** Without a code on purpose: whoever needs this page has no phone any more. */
export function renderBlock(parts: BlockParts): string {
  const { bankName, intent, customer, userName, refusal } = parts;
  const incomplete = refusal?.kind === "incomplete" ? refusal : undefined;
  const content = html`<form class="panel" method="post" action="/internet-bank/block">
    <h1>مسدود کردن رمزنما</h1>
    <p>همه رمزنماهای شما، کارت و حساب/درگاه، همین حالا مسدود می‌شود.</p>
    <p>رفع مسدودی فقط در شعبه و با مدرک شناسایی انجام می‌شود.</p>
    ${renderHidden("intent", intent)}
    ${refusal === undefined || refusal.kind === "incomplete" ? undefined : renderRefusal(PASSWORD_WORDS[refusal.kind])}
    ${
      customer === undefined
        ? html`${renderField({ name: "userName", label: "نام کاربری", value: userName, error: incomplete?.userName, autocomplete: "username", autofocus: true })}
          ${renderField({ name: "password", label: "رمز عبور", error: incomplete?.password, kind: "password", autocomplete: "current-password" })}`
        : undefined
    }
    <button class="button harm" type="submit">مسدود شود</button>
    <a class="button quiet" href="/internet-bank">انصراف</a>
  </form>`;
  return renderFrame({ bankName, title: "مسدود کردن رمزنما", customer, content });
}
