/**
 * The server keys this phone believes in (protocol.md, Pins and time): the newest list that the release
 * key has signed, never an older one than it has seen.
 */
import {
  chooseServerKey,
  verifyServerKeyList,
  type ServerKey,
  type ServerKeyList,
} from "@ramznama/activation";
import { askConfiguration } from "./device-doors.ts";
import type { PhoneContext } from "./phone-context.ts";
import type { PinsRecord } from "./pins-record.ts";
import { asOnline, type Online } from "./phone-refusal.ts";
import { loadServerNow } from "./server-time.ts";
import { onlyId } from "./vault.ts";

export async function fetchPins(context: PhoneContext): Promise<Online<ServerKeyList>> {
  const { platform, vault } = context;
  const answer = asOnline(await context.client.send(askConfiguration()));
  if (!answer.ok) return answer;
  const { serverKeys, bankName, cardPrefix } = answer.value;
  const known = await vault.load("pins", onlyId);
  const verified = await verifyServerKeyList(platform, context.releaseKey, serverKeys, known?.seen);
  if (!verified.ok) return { ok: false, reason: "not_the_bank", cause: verified.reason };
  const { seen, list } = verified.value;
  const pins: PinsRecord = { seen, bankName, cardPrefix };
  // Remembered before a key of the list is used, so that no later answer can take it back.
  if (JSON.stringify(known) !== JSON.stringify(pins)) {
    await vault.write([{ kind: "pins", id: onlyId, value: pins }]);
  }
  return { ok: true, value: list };
}

/** Judged by the server's time as far as the phone knows it. */
export async function choosePinnedKey(
  context: PhoneContext,
  list: ServerKeyList,
): Promise<Online<ServerKey>> {
  const key = chooseServerKey(list, await loadServerNow(context));
  return key === undefined
    ? { ok: false, reason: "not_the_bank", cause: "no_valid_key" }
    : { ok: true, value: key };
}

export async function loadCardPrefix({ vault, cardPrefix }: PhoneContext): Promise<string> {
  return (await vault.load("pins", onlyId))?.cardPrefix ?? cardPrefix;
}
