/**
 * Who is signed in at the mobile bank in this tab. Nothing of Ramznama depends on it; what speaks to the bank about it is
 * loaded when somebody signs in or was signed in.
 */
import { signal, type ReadonlySignal } from "@preact/signals";
import type { CustomerHome } from "@ramznama/contract";
import type * as CustomerClient from "../customer/customer-client.ts";

export type Client = typeof CustomerClient;

/** `over`: the session ended without the person's doing. */
export type CustomerState =
  | { readonly kind: "out"; readonly why?: "over" | "signed-out" }
  | { readonly kind: "in"; readonly home: CustomerHome | undefined };

export interface Customer {
  readonly state: ReadonlySignal<CustomerState>;
  readonly signIn: (
    entry: Parameters<Client["signInWithCode"]>[0],
  ) => ReturnType<Client["signInWithCode"]>;
  /** The browser stands at home, where the provider has sent it: the bank will say whether that is right. */
  readonly arrive: () => void;
  /** Asks the bank; what cannot be asked now leaves everything as it is. */
  readonly refresh: () => Promise<"read" | "unavailable" | "over">;
  readonly signOut: () => Promise<void>;
}

const hint = "ramznama.signed-in";

export function createCustomer(loadClient: () => Promise<Client>): Customer {
  // As far as this tab remembers: the cookie itself is nothing that a page can see.
  const state = signal<CustomerState>(
    readHint() ? { kind: "in", home: undefined } : { kind: "out" },
  );

  function enter(home: CustomerHome | undefined): void {
    writeHint(true);
    state.value = { kind: "in", home };
  }

  function leave(why: "over" | "signed-out"): void {
    writeHint(false);
    state.value = { kind: "out", why };
  }

  return {
    state,
    signIn: async (entry) => {
      const outcome = await (await loadClient()).signInWithCode(entry);
      if (outcome.ok) enter(undefined);
      return outcome;
    },
    arrive: () => {
      if (state.value.kind === "out") enter(undefined);
    },
    refresh: async () => {
      const answer = await (await loadClient()).askHome();
      if (answer.kind === "read") enter(answer.home);
      else if (answer.kind === "over") leave("over");
      return answer.kind;
    },
    signOut: async () => {
      const next = await (await loadClient()).signOut();
      leave("signed-out");
      // The provider's own session is ended at its own address.
      if (next !== "/") location.assign(next);
    },
  };
}

// A tab without storage forgets with its page, and asks the bank when its home is opened.
function readHint(): boolean {
  try {
    return sessionStorage.getItem(hint) === "1";
  } catch {
    return false;
  }
}

function writeHint(isIn: boolean): void {
  try {
    if (isIn) sessionStorage.setItem(hint, "1");
    else sessionStorage.removeItem(hint);
  } catch {
    // As above.
  }
}
