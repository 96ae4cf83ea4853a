/** The doors of api.md, Phone, as requests. Paths and statuses are the contract's; a test compares them. */
import type { DeviceKey, TimeNonce } from "@ramznama/activation";
import {
  parseConfiguration,
  parseDeclared,
  parseRegistrationAsked,
  parseRegistrationDone,
  parseServerTokens,
  parseSignedTime,
  type Configuration,
  type Declared,
  type RegistrationAsked,
  type RegistrationDone,
  type ServerToken,
  type SignedTime,
} from "./device-answers.ts";
import type { DeviceRequest } from "./device-request.ts";

const root = "/device/v1";

export function askConfiguration(): DeviceRequest<Configuration> {
  return {
    method: "GET",
    path: `${root}/configuration`,
    status: 200,
    parse: parseConfiguration,
  };
}

export function askTime(nonce: TimeNonce): DeviceRequest<SignedTime> {
  const query = `nonce=${nonce}`;
  return { method: "GET", path: `${root}/time`, query, status: 200, parse: parseSignedTime };
}

export function askRegistration(
  deviceKey: DeviceKey,
  body: string,
): DeviceRequest<RegistrationAsked> {
  const path = `${root}/registrations`;
  return { method: "POST", path, body, deviceKey, status: 201, parse: parseRegistrationAsked };
}

export function sendRegistrationCode(
  deviceKey: DeviceKey,
  registrationId: string,
  body: string,
): DeviceRequest<RegistrationDone> {
  const path = `${root}/registrations/${registrationId}/confirmation`;
  return { method: "POST", path, body, deviceKey, status: 200, parse: parseRegistrationDone };
}

/** The reply is parsed where its tag is checked. */
export function askActivation(
  deviceKey: DeviceKey,
  body: string,
): DeviceRequest<{ readonly reply: unknown }> {
  const parse = (reply: unknown) => ({ reply });
  return { method: "POST", path: `${root}/activations`, body, deviceKey, status: 201, parse };
}

export function sendConfirmation(
  deviceKey: DeviceKey,
  activationId: string,
  body: { readonly confirmation: string },
): DeviceRequest<true> {
  return {
    method: "POST",
    path: `${root}/activations/${activationId}/confirmation`,
    body: JSON.stringify(body),
    deviceKey,
    status: 204,
    parse: nothing,
  };
}

export function askTokens(deviceKey: DeviceKey): DeviceRequest<readonly ServerToken[]> {
  return {
    method: "GET",
    path: `${root}/tokens`,
    deviceKey,
    status: 200,
    parse: parseServerTokens,
  };
}

export function sendDeclaredSecond(
  deviceKey: DeviceKey,
  serial: string,
  second: number,
): DeviceRequest<Declared> {
  const path = `${root}/tokens/${serial}/declared-seconds`;
  const body = JSON.stringify({ second });
  return { method: "POST", path, body, deviceKey, status: 200, parse: parseDeclared };
}

export function deleteToken(deviceKey: DeviceKey, serial: string): DeviceRequest<true> {
  const path = `${root}/tokens/${serial}`;
  return { method: "DELETE", path, deviceKey, status: 204, parse: nothing };
}

export function deleteAllTokens(deviceKey: DeviceKey): DeviceRequest<true> {
  return { method: "DELETE", path: `${root}/tokens`, deviceKey, status: 204, parse: nothing };
}

/** 204 has no body to look at. */
function nothing(): true {
  return true;
}
