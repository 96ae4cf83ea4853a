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

export interface CustomerAccount extends Account {
  readonly kind: "customer";
}

export type SignInAccount = StaffAccount | CustomerAccount;

/** What the bank's personnel office may change; `undefined` in `branch`: no branch. */
export interface StaffChange {
  readonly role: Role;
  readonly branch: string | undefined;
  /** False: has left, and is known no longer. */
  readonly employed: boolean;
}

export interface Accounts {
  find(accountId: string): SignInAccount | undefined;
  /** Undefined for an unknown name and for a wrong password alike. */
  verifyPassword(userName: string, password: string): SignInAccount | undefined;
  /** Until the next start; false for a user who was never on the staff. */
  changeStaff(user: string, change: StaffChange): boolean;
}

const TITLE_OF: Record<Role, string> = {
  teller: "کارمند باجه",
  supervisor: "مسئول شعبه",
  officer: "افسر امنیت",
  auditor: "حسابرس",
};

export function createAccounts(people: People): Accounts {
  const customers = people.customers.flatMap(customerAccount);
  const staff = new Map(people.staff.map((member) => [member.user, staffAccount(member, people)]));
  const gone = new Set<string>();
  const find = (fits: (account: SignInAccount) => boolean) =>
    [...staff.values(), ...customers].find(
      (account) => fits(account) && !gone.has(account.accountId),
    );
  return {
    find: (accountId) => find((account) => account.accountId === accountId),
    changeStaff(user, { employed, ...posting }) {
      if (!staff.has(user)) return false;
      staff.set(user, staffAccount({ user, ...posting }, people));
      if (employed) gone.delete(user);
      else gone.add(user);
      return true;
    },
    verifyPassword(userName, password) {
      const account = find((candidate) => candidate.userName === userName);
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
