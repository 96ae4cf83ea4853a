/**
 * Deletions that the server has not heard of (S19): what is gone here is gone at once, and the server is
 * told now or at the next connection. Every one is idempotent, so it is crossed out after the answer.
 */
import { deleteAllTokens, deleteToken } from "./device-doors.ts";
import type { PhoneContext } from "./phone-context.ts";
import { asOnline, isProblem, type Online } from "./phone-refusal.ts";

/** How many are still owed after the attempt. */
export async function settleDeletions(context: PhoneContext): Promise<number> {
  const { vault, client, keys } = context;
  return vault.exclusively("deletion", async () => {
    const owed = await vault.list("deletion");
    const deviceKey = await keys.load();
    let left = owed.length;
    for (const { id, value } of owed) {
      if (deviceKey !== undefined) {
        const answer = asOnline(await client.send(deleteToken(deviceKey, value.serial)));
        if (!isSettled(answer)) break;
      }
      await vault.write([{ kind: "deletion", id, value: undefined }]);
      left -= 1;
    }
    return left;
  });
}

/** "Delete all" for a vault that was erased. Needs the device key and nothing of the vault. */
export async function settleErasure({
  client,
  keys,
}: Pick<PhoneContext, "client" | "keys">): Promise<Online<boolean>> {
  if (!(await keys.loadOwedErasure())) return { ok: true, value: false };
  const deviceKey = await keys.load();
  if (deviceKey !== undefined) {
    const answer = asOnline(await client.send(deleteAllTokens(deviceKey)));
    if (!answer.ok && !isSettled(answer)) return answer;
  }
  await keys.saveOwedErasure(false);
  return { ok: true, value: true };
}

/** A key that is not registered has no tokens at the server: there is nothing left to tell. */
function isSettled(answer: Online<unknown>): boolean {
  return answer.ok || isProblem(answer, "device_not_registered");
}
