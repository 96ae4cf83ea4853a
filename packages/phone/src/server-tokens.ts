/** What the bank knows of this device's tokens, and what of it the vault keeps for the days without network. */
import { unixSecondsOf } from "@ramznama/otp";
import type { Declared, ServerToken } from "./device-answers.ts";
import { askTokens } from "./device-doors.ts";
import type { PhoneContext } from "./phone-context.ts";
import { asOnline, notRegistered, type Online } from "./phone-refusal.ts";
import type { StopRecord } from "./stop-record.ts";
import type { RecordKind, Vault, VaultChange, VaultEntry, VaultRecords } from "./vault.ts";

export async function askServerTokens(
  context: PhoneContext,
): Promise<Online<readonly ServerToken[]> | typeof notRegistered> {
  const { client, keys, vault } = context;
  const deviceKey = await keys.load();
  if (deviceKey === undefined) return notRegistered;
  // Read before asking: the answer knows nothing of a token that is activated meanwhile.
  const asked = new Set((await vault.list("token")).map(({ id }) => id));
  const answer = asOnline(await client.send(askTokens(deviceKey)));
  if (answer.ok) await keepWord(vault, asked, answer.value);
  return answer;
}

/** In a turn: of a token that is deleted meanwhile nothing is kept. Nothing is written where nothing is new. */
function keepWord(
  vault: Vault,
  asked: ReadonlySet<string>,
  answer: readonly ServerToken[],
): Promise<void> {
  return vault.exclusively("tokens", async () => {
    const [tokens, declares, stops, owed] = await Promise.all([
      vault.list("token"),
      vault.list("declares"),
      vault.list("stop"),
      vault.list("owed"),
    ]);
    const changes = tokens
      .filter(({ id }) => asked.has(id))
      .flatMap(({ id, value }) => {
        const known = answer.find(({ serial }) => serial === value.serial);
        const stop = stopOf(known, valueOf(owed, id) !== undefined);
        return [
          ...declaresChange(id, valueOf(declares, id), known?.declares ?? null),
          ...stopChange(id, valueOf(stops, id), stop),
        ];
      });
    if (changes.length > 0) await vault.write(changes);
  });
}

function valueOf<Kind extends RecordKind>(
  entries: readonly VaultEntry<Kind>[],
  id: string,
): VaultRecords[Kind] | undefined {
  return entries.find((entry) => entry.id === id)?.value;
}

/** What must be written for the vault to hold what the bank says; nothing where it does already. */
export function declaresChange(
  id: string,
  before: VaultRecords["declares"] | undefined,
  declares: Declared["declares"],
): readonly VaultChange[] {
  const untilSecond = declares === null ? undefined : unixSecondsOf(Date.parse(declares.until));
  if (before?.untilSecond === untilSecond) return [];
  return [{ kind: "declares", id, value: untilSecond === undefined ? undefined : { untilSecond } }];
}

function stopChange(
  id: string,
  before: StopRecord | undefined,
  value: StopRecord | undefined,
): readonly VaultChange[] {
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
