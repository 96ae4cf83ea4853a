/**
 * Signing in to the internet bank: name and password, and the dynamic password where one is asked.
 *
 * Whether one is asked, Ramznama says once the password was right: as long as a token is linked to the login, suspended
 * and blocked ones too, an empty field opens nothing. A code that is typed is always checked.
 */
import { getLoginRequirement } from "@ramznama/contract";
import { parseDigitText, parseLoginName, refusalText } from "@ramznama/persian";
import { z } from "zod";
import type { BankClient } from "../bank/bank-client.ts";
import type { CodeReferences } from "../bank/code-references.ts";
import { type CodeOutcome, verifyCode } from "../bank/verify-code.ts";
import type { CoreBankService } from "../core-bank/core-bank.ts";
import type { CoreCustomer } from "../core-bank/core-bank-state.ts";
import type { Accounts } from "../identity/accounts.ts";
import type { SignInThrottle } from "../identity/sign-in-throttle.ts";

export interface Door {
  readonly client: BankClient;
  readonly coreBank: CoreBankService;
  readonly accounts: Accounts;
  readonly throttle: SignInThrottle;
}

const typed = z.string().max(128);

export const SignInForm = z.strictObject({ userName: typed, password: typed, code: typed });

export type SignInForm = z.output<typeof SignInForm>;

export type PasswordOutcome =
  | { readonly kind: "known"; readonly customer: CoreCustomer; readonly login: string }
  | { readonly kind: "incomplete"; readonly userName?: string; readonly password?: string }
  | { readonly kind: "wrong" }
  | { readonly kind: "paused" };

export type SignInOutcome =
  | Exclude<PasswordOutcome, { kind: "known" }>
  | Exclude<CodeOutcome, { kind: "accepted" }>
  | { readonly kind: "signed_in"; readonly customer: CoreCustomer }
  | { readonly kind: "code_needed" }
  | { readonly kind: "code_malformed"; readonly words: string };

export async function signIn(
  door: Door,
  form: SignInForm,
  references: CodeReferences,
  origin: string,
): Promise<SignInOutcome> {
  // The password first: only who knows it may bring a token nearer to a delay.
  const known = verifyPassword(door, form);
  if (known.kind !== "known") return known;
  const { customer, login } = known;
  if (form.code.trim() === "") return signInByPassword(door, customer, login);
  const code = parseDigitText(form.code, { least: 6, most: 10 });
  if (!code.ok)
    return { kind: "code_malformed", words: refusalText("dynamicCode", code.reason, "fa") };
  const outcome = await verifyCode(door.client, {
    purpose: "gateway-login",
    subject: login,
    code: code.value,
    transactionReference: references.referenceFor([login, code.value]),
    origin,
  });
  return outcome.kind === "accepted" ? { kind: "signed_in", customer } : outcome;
}

async function signInByPassword(
  { client }: Door,
  customer: CoreCustomer,
  gatewayLogin: string,
): Promise<SignInOutcome> {
  const answer = await client.call(getLoginRequirement, { body: { gatewayLogin } });
  if (!answer.ok) return { kind: "unanswered", refusal: answer };
  return answer.value.codeRequired ? { kind: "code_needed" } : { kind: "signed_in", customer };
}

export function verifyPassword(
  { accounts, coreBank, throttle }: Door,
  { userName, password }: Pick<SignInForm, "userName" | "password">,
): PasswordOutcome {
  const login = parseLoginName(userName);
  if (!login.ok)
    return { kind: "incomplete", userName: refusalText("loginName", login.reason, "fa") };
  if (password === "") return { kind: "incomplete", password: "رمز عبور را وارد کنید." };
  // A login name is one whatever its case; from here on it is written as the bank has it.
  const [customer] = coreBank.find({ gatewayLogin: login.value });
  const name = customer?.gatewayLogin ?? login.value;
  if (throttle.isPaused(name)) return { kind: "paused" };
  const account = accounts.verifyPassword(name, password);
  if (account?.kind === "customer" && customer !== undefined)
    return { kind: "known", customer, login: name };
  throttle.recordFailure(name);
  return { kind: "wrong" };
}
