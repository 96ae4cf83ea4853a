/** What every screen works with, handed down the tree. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Toasts } from "@ramznama/design";
import { phoneText, type PhoneTextArguments, type PhoneTextKey } from "@ramznama/persian";
import type { Customer } from "./customer.ts";
import type { Router } from "./router.ts";
import type { Session } from "./session.ts";
import type { Settings } from "./settings.ts";
import type { Updates } from "./updates.ts";

export interface App {
  readonly session: Session;
  readonly settings: Settings;
  readonly router: Router;
  readonly toasts: Toasts;
  readonly updates: Updates;
  readonly customer: Customer;
}

export const AppContext = createContext<App | undefined>(undefined);

export function useApp(): App {
  const app = useContext(AppContext);
  if (app === undefined) throw new TypeError("outside of the app");
  return app;
}

export type Say = <Key extends PhoneTextKey>(
  key: Key,
  ...values: PhoneTextArguments<Key>
) => string;

/** Texts in the language that is chosen; whoever calls it follows a change. */
export function useTexts(): Say {
  const language = useApp().settings.language.value;
  return (key, ...values) => phoneText(key, language, ...values);
}
