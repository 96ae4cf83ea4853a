/** Who may sign in: the bank's staff and its customers, one list of names. */
import type { Role } from "@ramznama/contract";
import type { People, PersonOnFile, StaffMember } from "../people.ts";
import { isSameSecret } from "../platform/same-secret.ts";

interface Account {
  /** The `sub` of the person's tokens. */
  readonly accountId: string;
  readonly userName: string;
  readonly displayName: string;
  readonly password: string;
}

interface StaffAccount extends Account {
  readonly kind: "staff";
  readonly role: Role;
  readonly branch: string | undefined;
}

interface CustomerAccount extends Account {
  readonly kind: "customer";
}

export type SignInAccount = StaffAccount | CustomerAccount;

export interface Accounts {
  find(accountId: string): SignInAccount | undefined;
  /** Undefined for an unknown name and for a wrong password alike. */
  verifyPassword(userName: string, password: string): SignInAccount | undefined;
}

const TITLE_OF: Record<Role, string> = {
  teller: "کارمند باجه",
  supervisor: "مسئول شعبه",
  officer: "افسر امنیت",
  auditor: "حسابرس",
};

export function createAccounts(people: People): Accounts {
  const all: readonly SignInAccount[] = [
    ...people.staff.map((member) => staffAccount(member, people)),
    ...people.customers.flatMap(customerAccount),
  ];
  return {
    find: (accountId) => all.find((account) => account.accountId === accountId),
    verifyPassword(userName, password) {
      const account = all.find((candidate) => candidate.userName === userName);
      const matches = isSameSecret(password, account?.password ?? "");
      return account !== undefined && matches ? account : undefined;
    },
  };
}

function staffAccount({ user, role, branch }: StaffMember, people: People): StaffAccount {
  const branchName = people.branches.find(({ code }) => code === branch)?.name;
  const displayName = [TITLE_OF[role], branchName].filter(Boolean).join("، ");
  const password = `sandbox-${user}`;
  return { kind: "staff", accountId: user, userName: user, displayName, password, role, branch };
}

/** The customer id is the subject: a login name may change, the customer stays the same. */
function customerAccount(person: PersonOnFile): CustomerAccount[] {
  const { customerId, name, gatewayLogin, password } = person;
  if (gatewayLogin === null) return [];
  const account = { accountId: customerId, userName: gatewayLogin, displayName: name, password };
  return [{ kind: "customer", ...account }];
}
