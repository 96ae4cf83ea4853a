/** What every screen works with, handed down the tree. */
import type { Toasts } from "@ramznama/design";
import { branchText, type BranchTextArguments, type BranchTextKey } from "@ramznama/persian";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { BankClient } from "./bank-client.ts";
import type { Keepsake } from "./keepsake.ts";
import type { KnownCustomers } from "./known-customers.ts";
import type { Router } from "./router.ts";
import type { Person, Session } from "./session.ts";
import type { Settings } from "./settings.ts";

export interface Console {
  readonly session: Session;
  readonly client: BankClient;
  readonly router: Router;
  readonly settings: Settings;
  readonly toasts: Toasts;
  readonly keepsake: Keepsake;
  readonly known: KnownCustomers;
}

export const ConsoleContext = createContext<Console | undefined>(undefined);

export function useConsole(): Console {
  const found = useContext(ConsoleContext);
  if (found === undefined) throw new TypeError("outside of the console");
  return found;
}

export const PersonContext = createContext<Person | undefined>(undefined);

/** Who is signed in; only behind the door. */
export function usePerson(): Person {
  const person = useContext(PersonContext);
  if (person === undefined) throw new TypeError("nobody is signed in");
  return person;
}

export type Say = <Key extends BranchTextKey>(
  key: Key,
  ...values: BranchTextArguments<Key>
) => string;

/** Texts in the language that is chosen; whoever calls it follows a change. */
export function useTexts(): Say {
  const language = useConsole().settings.language.value;
  return (key, ...values) => branchText(key, language, ...values);
}

export const useLanguage = () => useConsole().settings.language.value;
