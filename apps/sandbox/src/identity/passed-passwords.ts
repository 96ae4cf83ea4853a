/**
 * Sign-ins under way whose password was right and whose code is still to come, by the uid of the provider's interaction,
 * which only the browser that began it can open. In memory, as everything of sessions here is.
 */
import { type CodeReferences, createCodeReferences } from "../bank/code-references.ts";
import type { Clock } from "../platform/clock.ts";
import type { CustomerAccount } from "./accounts.ts";

export interface PassedPassword {
  readonly account: CustomerAccount;
  readonly references: CodeReferences;
  codesLeft: number;
}

export interface PassedPasswords {
  begin(uid: string, account: CustomerAccount): void;
  find(uid: string): PassedPassword | undefined;
  end(uid: string): void;
}

const LIFE_MILLISECONDS = 10 * 60_000;
/** Then the password is asked for again; delays between codes are Ramznama's. */
const CODES = 5;
const MAX_ENTRIES = 10_000;

export function createPassedPasswords(clock: Clock): PassedPasswords {
  const passed = new Map<string, PassedPassword & { readonly until: number }>();
  return {
    begin(uid, account) {
      const references = createCodeReferences("central-login");
      const until = clock.now() + LIFE_MILLISECONDS;
      passed.delete(uid);
      passed.set(uid, { account, references, codesLeft: CODES, until });
      const oldest = passed.keys().next().value;
      if (passed.size > MAX_ENTRIES && oldest !== undefined) passed.delete(oldest);
    },
    find(uid) {
      const found = passed.get(uid);
      return found !== undefined && clock.now() < found.until ? found : undefined;
    },
    end(uid) {
      passed.delete(uid);
    },
  };
}
