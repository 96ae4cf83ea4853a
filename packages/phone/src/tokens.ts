/** The list of the phone (S8, S13, S21): its tokens and what is still on the way. */
import type { ActivationSubject, TokenProfile } from "@ramznama/activation";
import type { ServerToken } from "./device-answers.ts";
import { askTokens } from "./device-doors.ts";
import type { PhoneContext } from "./phone-context.ts";
import { asOnline, type Online } from "./phone-refusal.ts";
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
}

export async function listTokens({ vault }: PhoneContext): Promise<readonly PhoneToken[]> {
  const [tokens, owed, pending] = await Promise.all([
    vault.list("token"),
    vault.list("owed"),
    vault.list("activation"),
  ]);
  const confirming = new Set(owed.map(({ id }) => id));
  return [
    ...tokens.map(({ id, value: { serial, subject, maskedSubject, profile } }): PhoneToken => {
      const state = confirming.has(id) ? "confirming" : "active";
      return { id, serial, subject, maskedSubject, profile, state };
    }),
    ...pending.map(({ id, value: { serial, subject } }): PhoneToken => {
      return { id, serial, subject, maskedSubject: "", profile: undefined, state: "pending" };
    }),
  ];
}

/** What the bank knows of this device's tokens; the phone must be registered. */
export async function listServerTokens({
  client,
  keys,
}: PhoneContext): Promise<Online<readonly ServerToken[]> | typeof notRegistered> {
  const deviceKey = await keys.load();
  if (deviceKey === undefined) return notRegistered;
  return asOnline(await client.send(askTokens(deviceKey)));
}

export const notRegistered = { ok: false, reason: "not_registered" } as const;

/** For tokens that the bank has ended with the device: nothing is owed for them. */
export async function forgetTokens(context: PhoneContext): Promise<void> {
  const { vault } = context;
  const tokens = await listTokens(context);
  const deletions = await vault.list("deletion");
  await vault.write([
    ...tokens.flatMap(({ id }) => eraseToken(id)),
    ...deletions.map(({ id }): VaultChange => ({ kind: "deletion", id, value: undefined })),
  ]);
}

export function eraseToken(id: string): readonly VaultChange[] {
  return [
    { kind: "token", id, value: undefined },
    { kind: "activation", id, value: undefined },
    { kind: "owed", id, value: undefined },
    { kind: "shown", id, value: undefined },
  ];
}
