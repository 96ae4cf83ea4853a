/** S11, S20: activation from what was typed to a token in the list, and on after whatever interrupted it. */
import {
  beginActivation,
  encodeBase64url,
  findServerKey,
  hashDeviceKey,
  isServerKeyValid,
  type ActivationEntry,
  type DeviceKey,
} from "@ramznama/activation";
import { connect, type Connection } from "./connect.ts";
import type { DeviceProblem } from "./device-answers.ts";
import { driveActivation, loadActivation, type DrivenActivation } from "./drive-activation.ts";
import type { PhoneContext } from "./phone-context.ts";
import { notRegistered, type OnlineRefusal } from "./phone-refusal.ts";
import { loadCardPrefix } from "./pins.ts";
import { loadRegistration } from "./register.ts";
import { loadServerNow } from "./server-time.ts";
import { listTokens } from "./tokens.ts";
import {
  decideListRefusal,
  parseTypedActivation,
  type ListRefusal,
  type TypedActivation,
  type TypedActivationRefusal,
} from "./typed-activation.ts";

export type ActivationOutcome =
  | { readonly ok: true; readonly id: string; readonly state: "active" }
  /** Codes can be taken; the bank has not heard the confirmation yet. */
  | { readonly ok: true; readonly id: string; readonly state: "confirming" }
  | {
      readonly ok: false;
      /** Sealed and stored, no answer yet: it goes on with `resume`, and no attempt is spent. */
      readonly reason: "waiting";
      readonly id: string;
      readonly problem: DeviceProblem | undefined;
    }
  /** The bank's word, proven by its tag: nothing of it is left in the phone. */
  | { readonly ok: false; readonly reason: "refused"; readonly code: string }
  /** By the customer, while its answer was on the way (S19). */
  | { readonly ok: false; readonly reason: "deleted" }
  /** Begun with a device key that this phone no longer has. */
  | { readonly ok: false; readonly reason: "other_device_key" }
  | typeof notRegistered
  | OnlineRefusal;

export type ActivationRefusedHere = TypedActivationRefusal | ListRefusal;

export async function activate(
  context: PhoneContext,
  typed: TypedActivation,
): Promise<ActivationOutcome | ActivationRefusedHere> {
  const cardPrefix = await loadCardPrefix(context);
  const parsed = parseTypedActivation(typed, { cardPrefix, platform: context.activationPlatform });
  if (!parsed.ok) return parsed;
  return context.vault.exclusively("activation", () => activateEntry(context, parsed.entry));
}

/** At the start of the program and when the network is back: goes on with everything unfinished. */
export async function resumeActivations(
  context: PhoneContext,
): Promise<readonly ActivationOutcome[]> {
  return context.vault.exclusively("activation", async () => {
    const unfinished = (await listTokens(context)).filter(({ state }) => state !== "active");
    const deviceKey = await loadRegisteredKey(context);
    if (unfinished.length === 0 || deviceKey === undefined) return [];
    const connection = await connect(context);
    const outcomes: ActivationOutcome[] = [];
    for (const { id } of unfinished) {
      outcomes.push(
        connection.ok ? await resume(context, connection.value, deviceKey, id) : connection,
      );
    }
    return outcomes;
  });
}

async function activateEntry(
  context: PhoneContext,
  entry: ActivationEntry,
): Promise<ActivationOutcome | ListRefusal> {
  const list = await listTokens(context);
  const listRefusal = decideListRefusal(entry, list);
  if (listRefusal !== undefined) return listRefusal;
  const deviceKey = await loadRegisteredKey(context);
  if (deviceKey === undefined) return notRegistered;
  const connection = await connect(context);
  if (!connection.ok) return connection;
  const pending = list.find(({ serial }) => serial === entry.serial);
  // A new start counts at the bank; the request that waits has a claim to its answer first.
  if (pending !== undefined) {
    const outcome = await resume(context, connection.value, deviceKey, pending.id);
    if (outcome.ok || outcome.reason === "waiting" || outcome.reason === "deleted") return outcome;
  }
  return begin(context, connection.value, deviceKey, entry);
}

/** A key that took the place of a lost one is not the one that unfinished activations were begun with. */
async function loadRegisteredKey(context: PhoneContext): Promise<DeviceKey | undefined> {
  const isRegistered = (await loadRegistration(context))?.state === "registered";
  return isRegistered ? context.keys.load() : undefined;
}

async function begin(
  context: PhoneContext,
  connection: Connection,
  deviceKey: DeviceKey,
  entry: ActivationEntry,
): Promise<ActivationOutcome> {
  const outcome = await beginWith(context, connection, deviceKey, entry);
  if (outcome.ok || outcome.reason !== "refused" || outcome.code !== "server_key_retired") {
    return outcome;
  }
  // What was typed is still here, so the newest key gets it once more.
  const again = await connect(context);
  return again.ok ? beginWith(context, again.value, deviceKey, entry) : again;
}

async function beginWith(
  context: PhoneContext,
  connection: Connection,
  deviceKey: DeviceKey,
  entry: ActivationEntry,
): Promise<ActivationOutcome> {
  const { platform } = context;
  const to = { serverKey: connection.serverKey, devicePublicKey: deviceKey.publicJwk };
  const { pending } = await beginActivation(platform, to, entry);
  const id = encodeBase64url(platform.random(16));
  const drive = { context, deviceKey, id };
  const driven = await driveActivation(drive, { state: "idle" }, { type: "begun", pending });
  return settle(context, drive, driven);
}

async function resume(
  context: PhoneContext,
  connection: Connection,
  deviceKey: DeviceKey,
  id: string,
): Promise<ActivationOutcome> {
  const drive = { context, deviceKey, id };
  const current = await loadActivation(context.vault, id);
  const hash = await hashDeviceKey(context.platform, deviceKey.publicJwk);
  const deviceKeyHash = encodeBase64url(hash);
  const driven = await driveActivation(drive, current, { type: "resumed", deviceKeyHash });
  return settle(context, drive, driven, connection);
}

/** A retired key is believed only where the signed list says so too. */
async function settle(
  context: PhoneContext,
  drive: Parameters<typeof driveActivation>[0],
  driven: DrivenActivation,
  connection?: Connection,
): Promise<ActivationOutcome> {
  if (driven.problem?.code !== "server_key_retired" || driven.activation.state !== "pending") {
    return describe(drive.id, driven);
  }
  const fresh =
    connection === undefined ? await connect(context) : ({ ok: true, value: connection } as const);
  if (!fresh.ok) return describe(drive.id, driven);
  const { k } = JSON.parse(driven.activation.pending.body) as { readonly k: string };
  const key = findServerKey(fresh.value.list, k);
  if (key !== undefined && isServerKeyValid(key, await loadServerNow(context))) {
    return describe(drive.id, driven);
  }
  const dropped = await driveActivation(drive, driven.activation, { type: "server-key-gone" });
  return describe(drive.id, dropped);
}

function describe(
  id: string,
  { activation, message, problem, isDeleted }: DrivenActivation,
): ActivationOutcome {
  if (isDeleted === true) return { ok: false, reason: "deleted" };
  if (activation.state === "active") return { ok: true, id, state: "active" };
  if (activation.state === "replied") return { ok: true, id, state: "confirming" };
  if (activation.state === "pending") return { ok: false, reason: "waiting", id, problem };
  if (message?.kind === "refused") return { ok: false, reason: "refused", code: message.code };
  return { ok: false, reason: "other_device_key" };
}
