/** The bank around Ramznama as its operator changes it: customers, and services that go down on purpose. */
import type { Role } from "@ramznama/contract";
import { takeToken } from "./channel.ts";
import type { TestBank } from "./test-bank.ts";

type CustomerChange =
  | { readonly kind: "mobile-changed"; readonly customerId: string; readonly mobile: string | null }
  | { readonly kind: "card-reissued"; readonly customerId: string; readonly cardNumber: string }
  | {
      readonly kind: "account-ownership-ended";
      readonly customerId: string;
      readonly account: string;
    };

interface ChangedCustomer {
  readonly cards: readonly { readonly number: string; readonly active: boolean }[];
}

export const changeCustomer = async (
  bank: TestBank,
  change: CustomerChange,
): Promise<ChangedCustomer> => {
  const answer = await askOperator(bank, "POST", "/core/v1/customer-changes", change);
  const { customer } = (await answer.json()) as { readonly customer: ChangedCustomer };
  return customer;
};

type Mode = "normal" | "down" | "nonsense";

/** `slow`: later than anybody's patience. */
export const setCoreBanking = async (bank: TestBank, mode: Mode | "slow"): Promise<void> => {
  const late = mode === "slow" ? { delayMilliseconds: 60_000 } : {};
  await askOperator(bank, "PUT", "/core/v1/behaviour", { mode, ...late });
};

export const setInbox = async (bank: TestBank, mode: Mode): Promise<void> => {
  await askOperator(bank, "PUT", "/inbox/api/behaviour", { mode });
};

/** The bank's OpenID provider. */
export const setProvider = async (bank: TestBank, mode: Mode, token?: string): Promise<void> => {
  await askOperator(bank, "PUT", "/identity/v1/behaviour", { mode }, token);
};

interface Posting {
  readonly role: Role;
  readonly branch: string | null;
  /** False: has left. */
  readonly employed?: boolean;
}

export const changeStaff = async (
  bank: TestBank,
  user: string,
  posting: Posting,
): Promise<void> => {
  await askOperator(bank, "PUT", `/identity/v1/staff/${user}`, posting);
};

const askOperator = async (
  bank: TestBank,
  method: "POST" | "PUT",
  path: string,
  body: unknown,
  held?: string,
): Promise<Response> => {
  const token = held ?? (await takeToken(bank, "sandbox-operator"));
  const response = await fetch(`${bank.sandboxUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`the sandbox's operator was answered ${response.status}`);
  return response;
};
