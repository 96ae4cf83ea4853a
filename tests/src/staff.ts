/** People of the bank as they sign in at the real provider, in the way the walk does it. */
import { signInPerson, type SignedIn } from "@ramznama/terminal-phone";
import type { TestBank } from "./test-bank.ts";

export type StaffUser = "teller" | "teller2" | "supervisor" | "officer" | "auditor";

type Provider = Pick<TestBank, "sandboxUrl">;

/** `userName`: staff, or a customer's gateway login. */
export const signIn = ({ sandboxUrl }: Provider, userName: string): Promise<SignedIn> =>
  signInPerson(`${sandboxUrl}/oidc`, userName);

export const signInStaff = async (provider: Provider, user: StaffUser): Promise<string> =>
  (await signIn(provider, user)).accessToken;
