/**
 * Declared seconds, the phone's side (product.md, "Guessing"): after many wrong guesses by anybody the bank looks only at
 * codes whose second this phone has told it, online and signed with its device key. A code is shown without waiting for
 * that; this is what follows the tap when there is a network.
 */
import { unixSecondsOf } from "@ramznama/otp";
import type { ServerToken } from "./device-answers.ts";
import { sendDeclaredSecond } from "./device-doors.ts";
import type { PhoneContext } from "./phone-context.ts";
import { asOnline, notRegistered, type OnlineRefusal } from "./phone-refusal.ts";
import { loadServerNow } from "./server-time.ts";
import { askServerTokens, declaresChange } from "./server-tokens.ts";

export type CodeDeclared =
  /** The bank looks at this code: `declared` because it was told of it, otherwise as at any other. */
  | { readonly ok: true; readonly declared: boolean }
  | OnlineRefusal
  | typeof notRegistered
  | { readonly ok: false; readonly reason: "no_such_token" };

/** Whether the phone knows that the bank wants to be told; by itself it forgets that when the time is over. */
export async function mustDeclare(
  { vault }: PhoneContext,
  id: string,
  serverNow: number,
): Promise<boolean> {
  const known = await vault.load("declares", id);
  return known !== undefined && isRunning(known, serverNow);
}

/** The ids of all tokens of which {@link mustDeclare} holds. */
export async function listDeclaring(context: PhoneContext): Promise<ReadonlySet<string>> {
  const serverNow = await loadServerNow(context);
  const known = await context.vault.list("declares");
  return new Set(known.filter(({ value }) => isRunning(value, serverNow)).map(({ id }) => id));
}

const isRunning = ({ untilSecond }: { readonly untilSecond: number }, serverNow: number): boolean =>
  unixSecondsOf(serverNow) < untilSecond;

/**
 * Tells the bank of the second of a code that was shown, if it must be told. Where the phone knows of nothing it asks
 * first: the guesses may have come while it was offline. Repeating it is harmless.
 */
export async function declareCode(
  context: PhoneContext,
  id: string,
  second: number,
): Promise<CodeDeclared> {
  const { vault, client, keys } = context;
  const token = await vault.load("token", id);
  if (token === undefined) return { ok: false, reason: "no_such_token" };
  const deviceKey = await keys.load();
  if (deviceKey === undefined) return notRegistered;
  if (!(await mustDeclare(context, id, await loadServerNow(context)))) {
    const asked = await askServerTokens(context);
    if (!asked.ok) return asked;
    if (!isWanted(asked.value, token.serial)) return { ok: true, declared: false };
  }
  const told = asOnline(await client.send(sendDeclaredSecond(deviceKey, token.serial, second)));
  if (!told.ok) return told;
  await vault.write(declaresChange(id, await vault.load("declares", id), told.value.declares));
  return { ok: true, declared: true };
}

function isWanted(tokens: readonly ServerToken[], serial: string): boolean {
  return tokens.some((token) => token.serial === serial && token.declares !== null);
}
