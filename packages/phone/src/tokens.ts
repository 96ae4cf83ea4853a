/** The list of the phone (S8, S13, S21): its tokens and what is still on the way. */
import type { ActivationSubject, TokenProfile } from "@ramznama/activation";
import { listDeclaring } from "./declare-code.ts";
import type { PhoneContext } from "./phone-context.ts";
import type { StopRecord } from "./stop-record.ts";
import type { VaultChange } from "./vault.ts";

export interface PhoneToken {
  /** The vault's own name; a serial never stands outside it. */
  readonly id: string;
  readonly serial: string;
  readonly subject: ActivationSubject;
  /**
   * `pending`: asked for and not answered, no codes yet. `confirming`: codes can be shown, and the
   * first that is accepted confirms it too.
   */
  readonly state: "pending" | "confirming" | "active";
  /** What the bank calls it; empty while pending. */
  readonly maskedSubject: string;
  readonly profile: TokenProfile | undefined;
  /** For a while its codes are good only when the phone is online as they are taken (declare-code.ts). */
  readonly mustDeclare: boolean;
  /** The bank refuses its codes, as far as the phone has heard (server-tokens.ts). */
  readonly stop: StopRecord | undefined;
}

export async function listTokens(context: PhoneContext): Promise<readonly PhoneToken[]> {
  const { vault } = context;
  const [tokens, owed, pending, declaring, stops] = await Promise.all([
    vault.list("token"),
    vault.list("owed"),
    vault.list("activation"),
    listDeclaring(context),
    vault.list("stop"),
  ]);
  const confirming = new Set(owed.map(({ id }) => id));
  const stopOf = new Map(stops.map(({ id, value }) => [id, value]));
  return [
    ...tokens.map(({ id, value: { serial, subject, maskedSubject, profile } }): PhoneToken => {
      const state = confirming.has(id) ? "confirming" : "active";
      const mustDeclare = declaring.has(id);
      const stop = stopOf.get(id);
      return { id, serial, subject, maskedSubject, profile, state, mustDeclare, stop };
    }),
    ...pending.map(({ id, value: { serial, subject } }): PhoneToken => {
      const unknown = {
        maskedSubject: "",
        profile: undefined,
        mustDeclare: false,
        stop: undefined,
      };
      return { id, serial, subject, ...unknown, state: "pending" };
    }),
  ];
}

/** For tokens that the bank has ended with the device: nothing is owed for them. */
export async function forgetTokens(context: PhoneContext): Promise<void> {
  const { vault } = context;
  await vault.exclusively("tokens", async () => {
    const tokens = await listTokens(context);
    const deletions = await vault.list("deletion");
    await vault.write([
      ...tokens.flatMap(({ id }) => eraseToken(id)),
      ...deletions.map(({ id }): VaultChange => ({ kind: "deletion", id, value: undefined })),
    ]);
  });
}

export function eraseToken(id: string): readonly VaultChange[] {
  return [
    { kind: "token", id, value: undefined },
    { kind: "codeKey", id, value: undefined },
    { kind: "activation", id, value: undefined },
    { kind: "owed", id, value: undefined },
    { kind: "shown", id, value: undefined },
    { kind: "declares", id, value: undefined },
    { kind: "stop", id, value: undefined },
  ];
}
