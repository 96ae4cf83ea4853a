/** Who is at the desk. The door stands before everything as long as nobody is known. */
import { signal, type ReadonlySignal } from "@preact/signals";
import { getOwnSession, type Role, type RouteOutput } from "@ramznama/contract";
import { createBankClient, type BankClient, type Failure } from "./bank-client.ts";
import type { Keepsake } from "./keepsake.ts";

export type Person = RouteOutput<typeof getOwnSession>;

export type DoorReason = "ended" | "cancelled" | "failed" | "not-staff";

export type SessionState =
  | { readonly kind: "opening" }
  | { readonly kind: "unknown"; readonly failure: Failure }
  | { readonly kind: "door"; readonly reason: DoorReason | undefined }
  | { readonly kind: "open"; readonly person: Person };

export interface Session {
  readonly state: ReadonlySignal<SessionState>;
  readonly client: BankClient;
  open(): Promise<void>;
}

export function createSession(keepsake: Keepsake, doorReason: DoorReason | undefined): Session {
  const state = signal<SessionState>({ kind: "opening" });
  const client = createBankClient((code) => {
    const isEnd = state.value.kind === "open" || code === "session_ended";
    state.value = { kind: "door", reason: isEnd ? "ended" : doorReason };
  });
  return {
    state,
    client,
    open: async () => {
      state.value = { kind: "opening" };
      const answer = await client.call(getOwnSession, {});
      if (answer.ok) {
        keepsake.belongTo(answer.value.user);
        state.value = { kind: "open", person: answer.value };
      } else if (isOpening(state.value)) {
        state.value = { kind: "unknown", failure: answer.failure };
      }
    },
  };
}

/** The client may have opened the door meanwhile. */
const isOpening = (state: SessionState): boolean => state.kind === "opening";

const doorReasons: readonly string[] = ["cancelled", "failed", "not-staff"];

/** What the way back from the provider says (`?signIn=…`); it is taken out of the address, so that a reload forgets it. */
export function takeDoorReason(): DoorReason | undefined {
  const address = new URL(location.href);
  const reason = address.searchParams.get("signIn");
  if (reason === null) return undefined;
  address.searchParams.delete("signIn");
  history.replaceState(history.state, "", address);
  return doorReasons.includes(reason) ? (reason as DoorReason) : undefined;
}

export const hasRole = ({ roles }: Person, ...wanted: readonly Role[]): boolean =>
  wanted.some((role) => roles.includes(role));

/** May do things at the counter; reading alone needs no branch. */
export const isAtDesk = (person: Person): boolean =>
  hasRole(person, "teller", "supervisor") && person.branch !== null;
