/**
 * What the phone reads out of the server's answers, parsed by hand: the contract's schemas would carry
 * zod into the browser. Their types bind these parsers; a test holds both against each other.
 * A field more is ignored, so that a newer server can talk to an older phone.
 */
import type {
  Route,
  confirmRegistration,
  createRegistration,
  declareSecond,
  getConfiguration,
  getTime,
  listDeviceTokens,
} from "@ramznama/contract";

type ResponseOf<Door extends Route> = NonNullable<Door["response"]>["_output"];

export type Configuration = Pick<
  ResponseOf<typeof getConfiguration>,
  "bankName" | "cardPrefix" | "serverKeys"
>;
export type SignedTime = ResponseOf<typeof getTime>;
export type RegistrationAsked = ResponseOf<typeof createRegistration>;
export type RegistrationDone = ResponseOf<typeof confirmRegistration>;
/** What a declaration is answered with. */
export type Declared = ResponseOf<typeof declareSecond>;
export type ServerToken = ResponseOf<typeof listDeviceTokens>["tokens"][number];

/** RFC 9457, as far as a phone needs it. */
export interface DeviceProblem {
  readonly status: number;
  readonly code: string;
  /** Finds the request in the server's log; empty when the answer carries none. */
  readonly reference: string;
  readonly refusalTag: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  /** The customer's one device, where that is why (S25). */
  readonly otherDevice: OtherDevice | undefined;
}

export interface OtherDevice {
  readonly platform: ServerToken["platform"];
  readonly registeredAt: string;
}

export function parseConfiguration(body: unknown): Configuration | undefined {
  if (!isRecord(body)) return undefined;
  const { bankName, cardPrefix, serverKeys } = body;
  if (typeof bankName !== "string" || typeof serverKeys !== "string") return undefined;
  if (typeof cardPrefix !== "string" || !/^[0-9]{0,15}$/.test(cardPrefix)) return undefined;
  return { bankName, cardPrefix, serverKeys };
}

export function parseSignedTime(body: unknown): SignedTime | undefined {
  if (!isRecord(body) || typeof body["signedTime"] !== "string") return undefined;
  return { signedTime: body["signedTime"] };
}

export function parseRegistrationAsked(body: unknown): RegistrationAsked | undefined {
  if (!isRecord(body)) return undefined;
  const { registrationId, expiresAt } = body;
  return isUuid(registrationId) && isTimestamp(expiresAt)
    ? { registrationId, expiresAt }
    : undefined;
}

export function parseRegistrationDone(body: unknown): RegistrationDone | undefined {
  if (!isRecord(body)) return undefined;
  const { deviceId, registeredAt } = body;
  return isUuid(deviceId) && isTimestamp(registeredAt) ? { deviceId, registeredAt } : undefined;
}

export function parseServerTokens(body: unknown): readonly ServerToken[] | undefined {
  if (!isRecord(body) || !Array.isArray(body["tokens"])) return undefined;
  const tokens = body["tokens"].map(parseServerToken).filter((token) => token !== undefined);
  return tokens.length === body["tokens"].length ? tokens : undefined;
}

export function parseProblem(status: number, body: unknown): DeviceProblem | undefined {
  if (!isRecord(body)) return undefined;
  const { code, reference, refusalTag } = body;
  if (typeof code !== "string" || !/^[a-z_]{1,64}$/.test(code)) return undefined;
  return {
    status,
    code,
    reference: typeof reference === "string" && reference.length <= 64 ? reference : "",
    refusalTag: typeof refusalTag === "string" ? refusalTag : undefined,
    retryAfterSeconds: undefined,
    otherDevice: parseOtherDevice(body["otherDevice"]),
  };
}

function parseOtherDevice(value: unknown): OtherDevice | undefined {
  if (!isRecord(value) || !isTimestamp(value["registeredAt"])) return undefined;
  const platform = platforms.find((known) => known === value["platform"]) ?? null;
  return { platform, registeredAt: value["registeredAt"] };
}

const kinds: readonly ServerToken["kind"][] = ["card", "account-gateway"];
const platforms: readonly NonNullable<ServerToken["platform"]>[] = ["pwa", "app"];
const states: readonly ServerToken["state"][] = [
  "issued",
  "confirming",
  "active",
  "suspended",
  "ended",
];

function parseServerToken(entry: unknown): ServerToken | undefined {
  if (!isRecord(entry)) return undefined;
  const { serial, subject, stateReason = null } = entry;
  const kind = kinds.find((known) => known === entry["kind"]);
  const state = states.find((known) => known === entry["state"]);
  const platform = platforms.find((known) => known === entry["platform"]) ?? null;
  if (typeof serial !== "string" || typeof subject !== "string") return undefined;
  if (stateReason !== null && typeof stateReason !== "string") return undefined;
  if (kind === undefined || state === undefined) return undefined;
  // An older server does not know of declared seconds.
  const declares = parseDeclares(entry["declares"] ?? null);
  if (declares === undefined) return undefined;
  return { serial, subject, stateReason, kind, state, platform, declares };
}

export function parseDeclared(body: unknown): Declared | undefined {
  if (!isRecord(body)) return undefined;
  const declares = parseDeclares(body["declares"]);
  return declares === undefined ? undefined : { declares };
}

/** A newer server may have other reasons; what follows from them for the phone is the same. */
function parseDeclares(value: unknown): Declared["declares"] | undefined {
  if (value === null) return null;
  if (!isRecord(value) || typeof value["reason"] !== "string") return undefined;
  const { until } = value;
  return isTimestamp(until) ? { reason: "guesses", until } : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Lower case only: it becomes part of a path and of what is sealed. */
function isUuid(value: unknown): value is string {
  return typeof value === "string" && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);
}

function isTimestamp(value: unknown): value is string {
  return typeof value === "string" && /^\d{4}-\d\d-\d\dT[\d:.]{8,13}Z$/.test(value);
}
