/**
 * Registration on the device, sealed like activation (protocol.md). First call: {nationalId,
 * mobile, platform, devicePublicKey}; second call: {code}, bound to the registration it answers.
 */
import { isPlatform, type ActivationPlatform } from "./activation-messages.ts";
import { decodeBase64urlOfLength, encodeBase64url } from "./base64url.ts";
import type { Field } from "./hash-fields.ts";
import { open, seal } from "./hpke.ts";
import { wipe, type Bytes, type Platform } from "./platform.ts";
import { hashDeviceKey, publicPoint, type PublicJwk } from "./public-jwk.ts";
import { accepted, refused, type Result } from "./result.ts";
import {
  parseSealedRequest,
  requestInfo,
  writeSealedRequest,
  type RequestLabel,
  type SealedRequest,
  type SealedRequestRefusal,
  type ServerSecretKey,
} from "./sealed-request.ts";
import type { ServerKey } from "./server-key-list.ts";
import { encodeJson, isRecord, isWrittenAs, parseJson } from "./strict-json.ts";

export interface Person {
  /** 10 digits. */
  readonly nationalId: string;
  /** 09xxxxxxxxx. */
  readonly mobile: string;
  /** S26: part of the registration; absent from phones of earlier builds. */
  readonly platform?: ActivationPlatform;
}

export type RegistrationRefusal = SealedRequestRefusal | "other_device_key";

interface ToServer {
  readonly serverKey: Pick<ServerKey, "k" | "pk">;
  readonly devicePublicKey: PublicJwk;
}

interface FromDevice {
  readonly serverKey: ServerSecretKey;
  /** From the verified proof of the same request. */
  readonly devicePublicKey: PublicJwk;
  /** The parsed JSON body of the HTTP request. */
  readonly request: unknown;
}

export function sealRegistration(
  platform: Platform,
  to: ToServer,
  person: Person,
): Promise<SealedRequest> {
  const body = writePerson(person, publicPoint(to.devicePublicKey));
  return sealBody(platform, to, "ramznama/1 register", [], body);
}

export async function openRegistration(
  platform: Platform,
  from: FromDevice,
): Promise<Result<Person, RegistrationRefusal>> {
  const opened = await openBody(platform, from, "ramznama/1 register", []);
  if (!opened.ok) return opened;
  const body = parsePerson(opened.value);
  wipe(opened.value);
  if (body === undefined) return refused("bad_body");
  const proven = encodeBase64url(publicPoint(from.devicePublicKey));
  return body.devicePublicKey === proven ? accepted(personOf(body)) : refused("other_device_key");
}

export function sealRegistrationCode(
  platform: Platform,
  to: ToServer,
  answer: { readonly registrationId: string; readonly code: string },
): Promise<SealedRequest> {
  const body = { code: answer.code };
  return sealBody(platform, to, "ramznama/1 register-code", [answer.registrationId], body);
}

export async function openRegistrationCode(
  platform: Platform,
  from: FromDevice & { readonly registrationId: string },
): Promise<Result<{ readonly code: string }, SealedRequestRefusal>> {
  const opened = await openBody(platform, from, "ramznama/1 register-code", [from.registrationId]);
  if (!opened.ok) return opened;
  const value = parseJson(opened.value);
  const code = isRecord(value) ? value["code"] : undefined;
  const written = typeof code === "string" && /^[0-9]{6}$/.test(code) ? { code } : undefined;
  const genuine = written !== undefined && isWrittenAs(opened.value, written);
  wipe(opened.value);
  return genuine ? accepted(written) : refused("bad_body");
}

async function sealBody(
  platform: Platform,
  to: ToServer,
  label: RequestLabel,
  more: readonly Field[],
  body: object,
): Promise<SealedRequest> {
  const { k, pk } = to.serverKey;
  const deviceKeyHash = await hashDeviceKey(platform, to.devicePublicKey);
  const plaintext = encodeJson(body);
  const info = requestInfo(label, k, deviceKeyHash, ...more);
  const sealed = await seal(platform, { publicKey: pk, info }, plaintext, []);
  wipe(plaintext);
  if (sealed === undefined) throw new TypeError("the pinned server key is no X-Wing key");
  return writeSealedRequest({ k, enc: sealed.enc, ct: sealed.ct });
}

async function openBody(
  platform: Platform,
  from: FromDevice,
  label: RequestLabel,
  more: readonly Field[],
): Promise<Result<Bytes, SealedRequestRefusal>> {
  const request = parseSealedRequest(from.request);
  if (request === undefined) return refused("malformed");
  const { k, secretKey } = from.serverKey;
  if (request.k !== k) return refused("other_server_key");
  const deviceKeyHash = await hashDeviceKey(platform, from.devicePublicKey);
  const info = requestInfo(label, k, deviceKeyHash, ...more);
  const opened = await open(platform, { secretKey, info }, request, []);
  return opened === undefined ? refused("not_opened") : accepted(opened.plaintext);
}

function writePerson(person: Person, point: Bytes): Person & { readonly devicePublicKey: string } {
  return { ...personOf(person), devicePublicKey: encodeBase64url(point) };
}

/** In the order in which it is written. */
function personOf({ nationalId, mobile, platform }: Person): Person {
  return { nationalId, mobile, ...(platform === undefined ? {} : { platform }) };
}

function parsePerson(
  plaintext: Bytes,
): (Person & { readonly devicePublicKey: string }) | undefined {
  const value = parseJson(plaintext);
  if (!isRecord(value)) return undefined;
  const { nationalId, mobile, platform } = value;
  const point = decodeBase64urlOfLength(value["devicePublicKey"], 65);
  if (typeof nationalId !== "string" || !/^[0-9]{10}$/.test(nationalId)) return undefined;
  if (typeof mobile !== "string" || !/^09[0-9]{9}$/.test(mobile)) return undefined;
  if (point === undefined) return undefined;
  if (platform !== undefined && !isPlatform(platform)) return undefined;
  const told = platform === undefined ? {} : { platform };
  const person = writePerson({ nationalId, mobile, ...told }, point);
  return isWrittenAs(plaintext, person) ? person : undefined;
}
