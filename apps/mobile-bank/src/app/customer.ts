/**
 * Who is signed in at the mobile bank in this tab. Nothing of Ramznama depends on it; what speaks to the bank about it is
 * loaded when somebody signs in or was signed in.
 */
import { signal, type ReadonlySignal } from "@preact/signals";
import type { CustomerHome } from "@ramznama/contract";
import type * as CustomerClient from "../customer/customer-client.ts";
import { secondsLeftOf, spanOf, type Span } from "./use-seconds-left.ts";

export type Client = typeof CustomerClient;

/** `over`: the session ended without the person's doing. */
export type CustomerState =
  | { readonly kind: "out"; readonly why?: "over" | "signed-out" }
  | { readonly kind: "in"; readonly home: CustomerHome | undefined }
  /** Signing out; `isUnheard`: the bank did not answer, and its session is as it was. */
  | { readonly kind: "leaving"; readonly isUnheard: boolean };

export interface Customer {
  readonly state: ReadonlySignal<CustomerState>;
  readonly signIn: (
    entry: Parameters<Client["signInWithCode"]>[0],
  ) => ReturnType<Client["signInWithCode"]>;
  /** The browser stands at home, where the provider has sent it: the bank will say whether that is right. */
  readonly arrive: () => void;
  /** Asks the bank; what cannot be asked now leaves everything as it is. */
  readonly refresh: () => Promise<"read" | "unavailable" | "over">;
  /** What the bank did not hear is tried again when the network is back. */
  readonly signOut: () => Promise<void>;
}

const hint = "ramznama.signed-in";

export function createCustomer(loadClient: () => Promise<Client>): Customer {
  // As far as this tab remembers: the cookie itself is nothing that a page can see.
  const state = signal<CustomerState>(
    readHint() ? { kind: "in", home: undefined } : { kind: "out" },
  );
  let life: Span | undefined;
  /** Rises with each leaving: an answer to what was asked before brings nobody back. */
  let leavings = 0;
  const otherTabs = new BroadcastChannel("ramznama session");
  otherTabs.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (life !== undefined && typeof data === "number") life = spanOf(data);
  };

  function enter(home: CustomerHome | undefined): void {
    writeHint(true);
    if (home !== undefined) {
      life = spanOf(home.session.secondsLeft);
      // Whoever uses one tab has not left the others.
      otherTabs.postMessage(home.session.secondsLeft);
    }
    state.value = { kind: "in", home };
  }

  function leave(why: "over" | "signed-out"): void {
    writeHint(false);
    leavings += 1;
    life = undefined;
    state.value = { kind: "out", why };
  }

  /** What else was done may have kept the bank's session alive: then it ends now, so that the words are true. */
  function end(): void {
    leave("over");
    loadClient()
      .then((client) => client.signOut())
      .catch(() => undefined);
  }

  async function signOut(): Promise<void> {
    leavings += 1;
    state.value = { kind: "leaving", isUnheard: false };
    const next = await (await loadClient()).signOut();
    if (next === undefined) {
      state.value = { kind: "leaving", isUnheard: true };
      return;
    }
    leave("signed-out");
    // The provider's own session is ended at its own address.
    if (next !== "/") location.assign(next);
  }

  addEventListener("online", () => {
    if (isUnheard(state.value)) void signOut();
  });
  // What was read of the account is shown for as long as the bank would show it.
  setInterval(() => {
    if (life !== undefined && secondsLeftOf(life) === 0) end();
  }, 5_000);

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
      const before = leavings;
      const answer = await (await loadClient()).askHome();
      if (leavings !== before || state.value.kind === "leaving") return answer.kind;
      if (answer.kind === "read") enter(answer.home);
      else if (answer.kind === "over") leave("over");
      return answer.kind;
    },
    signOut,
  };
}

const isUnheard = (state: CustomerState): boolean => state.kind === "leaving" && state.isUnheard;

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
