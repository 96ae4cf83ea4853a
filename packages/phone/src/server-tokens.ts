/** What the bank knows of this device's tokens, and what of it the vault keeps for the days without network. */
import { unixSecondsOf } from "@ramznama/otp";
import type { Declared, ServerToken } from "./device-answers.ts";
import { askTokens } from "./device-doors.ts";
import type { PhoneContext } from "./phone-context.ts";
import { asOnline, notRegistered, type Online } from "./phone-refusal.ts";
import type { StopRecord } from "./stop-record.ts";
import type { VaultChange } from "./vault.ts";

export async function askServerTokens(
  context: PhoneContext,
): Promise<Online<readonly ServerToken[]> | typeof notRegistered> {
  const { client, keys, vault } = context;
  const deviceKey = await keys.load();
  if (deviceKey === undefined) return notRegistered;
  // Read before asking: the answer knows nothing of a token that is activated meanwhile.
  const tokens = await vault.list("token");
  const answer = asOnline(await client.send(askTokens(deviceKey)));
  if (!answer.ok) return answer;
  const changes: VaultChange[] = [];
  for (const { id, value } of tokens) {
    const known = answer.value.find(({ serial }) => serial === value.serial);
    changes.push(...(await declaresChange(context, id, known?.declares ?? null)));
    changes.push(...(await stopChange(context, id, known)));
  }
  if (changes.length > 0) await vault.write(changes);
  return answer;
}

/** Nothing is written where nothing is new: this is asked after every tap. */
export async function declaresChange(
  { vault }: PhoneContext,
  id: string,
  declares: Declared["declares"],
): Promise<readonly VaultChange[]> {
  const known = (await vault.load("declares", id))?.untilSecond;
  const untilSecond = declares === null ? undefined : unixSecondsOf(Date.parse(declares.until));
  if (known === untilSecond) return [];
  return [{ kind: "declares", id, value: untilSecond === undefined ? undefined : { untilSecond } }];
}

/** Of a token that is gone from the phone by now nothing is kept. */
async function stopChange(
  { vault }: PhoneContext,
  id: string,
  known: ServerToken | undefined,
): Promise<readonly VaultChange[]> {
  const [before, token, owed] = await Promise.all([
    vault.load("stop", id),
    vault.load("token", id),
    vault.load("owed", id),
  ]);
  if (token === undefined) return [];
  const value = stopOf(known, owed !== undefined);
  if (before?.state === value?.state && before?.reason === value?.reason) return [];
  return [{ kind: "stop", id, value }];
}

/**
 * What the bank no longer lists for this device has ended there. Whether an activation that still owes its
 * confirmation has ended is not for this answer to say: that takes a tagged one.
 */
function stopOf(known: ServerToken | undefined, isOwing: boolean): StopRecord | undefined {
  if (known?.state === "suspended") return { state: "suspended", reason: known.stateReason };
  if (isOwing || (known !== undefined && known.state !== "ended")) return undefined;
  return { state: "ended", reason: known?.stateReason ?? null };
}
