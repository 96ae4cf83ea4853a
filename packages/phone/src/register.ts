/** Registration on the device (protocol.md; S25): ask, then show the code of the SMS. */
import { sealRegistration, sealRegistrationCode, type DeviceKey } from "@ramznama/activation";
import {
  findRegistrationCode,
  parseMobile,
  parseNationalId,
  parseRegistrationCode,
  type DigitTextRefusal,
  type MobileRefusal,
  type NationalIdRefusal,
} from "@ramznama/persian";
import { connect, sendSealed, type Connection } from "./connect.ts";
import { askRegistration, askTokens, sendRegistrationCode } from "./device-doors.ts";
import type { PhoneContext } from "./phone-context.ts";
import { asOnline, isProblem, type OnlineRefusal } from "./phone-refusal.ts";
import type { RegistrationRecord } from "./registration-record.ts";
import { forgetTokens } from "./tokens.ts";
import { onlyId } from "./vault.ts";

export interface TypedPerson {
  readonly nationalId: string;
  readonly mobile: string;
}

export type RegistrationStarted =
  | { readonly ok: true; readonly expiresAt: string }
  | { readonly ok: false; readonly reason: "national_id"; readonly cause: NationalIdRefusal }
  | { readonly ok: false; readonly reason: "mobile"; readonly cause: MobileRefusal }
  | { readonly ok: false; readonly reason: "already_registered" }
  /** Never two customers in one vault: it must be erased first, and people must want that. */
  | { readonly ok: false; readonly reason: "other_person" }
  | OnlineRefusal;

export type RegistrationConfirmed =
  | { readonly ok: true; readonly deviceId: string }
  | { readonly ok: false; readonly reason: "code"; readonly cause: DigitTextRefusal }
  | { readonly ok: false; readonly reason: "not_asked" }
  /** The key of this phone ended at the bank; a new one is made and the next attempt uses it. */
  | { readonly ok: false; readonly reason: "key_renewed" }
  | OnlineRefusal;

export function startRegistration(
  context: PhoneContext,
  typed: TypedPerson,
): Promise<RegistrationStarted> {
  const nationalId = parseNationalId(typed.nationalId);
  if (!nationalId.ok) return refuse({ reason: "national_id", cause: nationalId.reason });
  const mobile = parseMobile(typed.mobile);
  if (!mobile.ok) return refuse({ reason: "mobile", cause: mobile.reason });
  const person = { nationalId: nationalId.value, mobile: mobile.value };
  return context.vault.exclusively("registration", () => askToRegister(context, person));
}

export function confirmRegistration(
  context: PhoneContext,
  typedCode: string,
): Promise<RegistrationConfirmed> {
  return context.vault.exclusively("registration", async () => {
    const record = await loadRegistration(context);
    if (record?.state !== "asked") return { ok: false, reason: "not_asked" };
    const code = readRegistrationCode(typedCode);
    if (!code.ok) return { ok: false, reason: "code", cause: code.reason };
    return sendCode(context, record, code.value);
  });
}

export function loadRegistration(context: PhoneContext): Promise<RegistrationRecord | undefined> {
  return context.vault.load("registration", onlyId);
}

function saveRegistration(
  { vault }: PhoneContext,
  value: RegistrationRecord | undefined,
): Promise<void> {
  return vault.write([{ kind: "registration", id: onlyId, value }]);
}

async function askToRegister(
  context: PhoneContext,
  person: TypedPerson,
): Promise<RegistrationStarted> {
  const known = await loadRegistration(context);
  if (known !== undefined && keepsTokens(known) && known.nationalId !== person.nationalId) {
    return { ok: false, reason: "other_person" };
  }
  const connection = await connect(context);
  if (!connection.ok) return connection;
  const key = await prepareKey(context, known);
  if (!key.ok) return key;
  return sendRegistration(context, connection.value, key, person);
}

async function sendRegistration(
  context: PhoneContext,
  connection: Connection,
  { deviceKey, keepsTokens }: ReadyKey,
  person: TypedPerson,
): Promise<RegistrationStarted> {
  const asked = await sendSealed(context, connection, {
    deviceKey,
    seal: (to) =>
      sealRegistration(context.platform, to, { ...person, platform: context.activationPlatform }),
    ask: (body) => askRegistration(deviceKey, body),
  });
  if (!asked.ok) return asked;
  const { registrationId, expiresAt } = asked.value;
  const { nationalId } = person;
  await saveRegistration(context, {
    state: "asked",
    registrationId,
    nationalId,
    expiresAt,
    ...(keepsTokens ? { keepsTokens } : {}),
  });
  return { ok: true, expiresAt };
}

interface ReadyKey {
  readonly ok: true;
  readonly deviceKey: DeviceKey;
  readonly keepsTokens: boolean;
}

type PreparedKey =
  ReadyKey | { readonly ok: false; readonly reason: "already_registered" } | OnlineRefusal;

/** A device key lives as long as one vault: a new vault gets a new key, a released device too. */
async function prepareKey(
  context: PhoneContext,
  known: RegistrationRecord | undefined,
): Promise<PreparedKey> {
  const deviceKey = await context.keys.load();
  if (known === undefined) return makeNewKey(context);
  if (deviceKey === undefined) return replaceLostKey(context, known);
  if (known.state !== "registered") return { ok: true, deviceKey, keepsTokens: keepsTokens(known) };
  const tokens = asOnline(await context.client.send(askTokens(deviceKey)));
  if (tokens.ok) return { ok: false, reason: "already_registered" };
  return isProblem(tokens, "device_not_registered") ? makeNewKey(context) : tokens;
}

/** Cleared behind our back: the bank may still accept what the vault can make. Noted before there is a key it does not know. */
async function replaceLostKey(
  context: PhoneContext,
  known: RegistrationRecord,
): Promise<PreparedKey> {
  const isKept = keepsTokens(known);
  if (isKept) await saveRegistration(context, keyLost(known));
  return { ok: true, deviceKey: await context.keys.create(), keepsTokens: isKept };
}

function keepsTokens(known: RegistrationRecord): boolean {
  return known.state !== "asked" || known.keepsTokens === true;
}

function keyLost({ nationalId }: RegistrationRecord): RegistrationRecord {
  return { state: "key-lost", nationalId };
}

/** Tokens of the key before ended with it at the bank; they leave the list with it. */
async function makeNewKey(context: PhoneContext): Promise<PreparedKey> {
  await forgetTokens(context);
  return { ok: true, deviceKey: await context.keys.create(), keepsTokens: false };
}

/** No code will ever be right for it: another one must be asked for. */
const endings = [
  "registration_expired",
  "registration_code_locked",
  "registration_not_recognised",
] as const;

async function sendCode(
  context: PhoneContext,
  record: Extract<RegistrationRecord, { state: "asked" }>,
  code: string,
): Promise<RegistrationConfirmed> {
  const deviceKey = await context.keys.load();
  if (deviceKey === undefined) return { ok: false, reason: "not_asked" };
  const connection = await connect(context);
  if (!connection.ok) return connection;
  const { registrationId, nationalId } = record;
  const done = await sendSealed(context, connection.value, {
    deviceKey,
    seal: (to) => sealRegistrationCode(context.platform, to, { registrationId, code }),
    ask: (body) => sendRegistrationCode(deviceKey, registrationId, body),
  });
  if (isProblem(done, "device_key_used")) return renewKey(context);
  if (endings.some((code) => isProblem(done, code))) {
    await saveRegistration(context, keepsTokens(record) ? keyLost(record) : undefined);
  }
  if (!done.ok) return done;
  // The device before has ended with this answer, and its tokens with it.
  if (keepsTokens(record)) await forgetTokens(context);
  const { deviceId, registeredAt } = done.value;
  await saveRegistration(context, { state: "registered", deviceId, nationalId, registeredAt });
  return { ok: true, deviceId };
}

async function renewKey(context: PhoneContext): Promise<RegistrationConfirmed> {
  await forgetTokens(context);
  await saveRegistration(context, undefined);
  await context.keys.create();
  return { ok: false, reason: "key_renewed" };
}

function readRegistrationCode(typed: string): ReturnType<typeof parseRegistrationCode> {
  const parsed = parseRegistrationCode(typed);
  const found = parsed.ok ? undefined : findRegistrationCode(typed);
  return found === undefined ? parsed : { ok: true, value: found };
}

function refuse<Refusal extends object>(
  refusal: Refusal,
): Promise<{ readonly ok: false } & Refusal> {
  return Promise.resolve({ ok: false, ...refusal });
}
