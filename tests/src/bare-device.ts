/**
 * A device key and the protocol's own steps, without a phone around them: for what a phone would not do by itself
 * (the same bytes again, a new start with the same code, somebody else's registration).
 */
import { createHmac, randomBytes, webcrypto } from "node:crypto";
import {
  asUnixMilliseconds,
  beginActivation,
  chooseServerKey,
  makeProof,
  openActivationReply,
  sealRegistration,
  sealRegistrationCode,
  verifyRefusalTag,
  verifyServerKeyList,
  type ActivationEntry,
  type BegunActivation,
  type DeviceKey,
  type OpenedActivationReply,
  type ServerKey,
} from "@ramznama/activation";
import type { Problem } from "@ramznama/contract";
import { totp, unixSecondsOf } from "@ramznama/otp";
import { generateDeviceKey } from "@ramznama/phone";
import { readRegistrationCode } from "./sms.ts";
import type { TestBank } from "./test-bank.ts";
import type { TestPerson } from "./test-phone.ts";

const platform = {
  subtle: webcrypto.subtle,
  random: (length: number) => new Uint8Array(randomBytes(length)),
};

export interface DeviceReply {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
  /** Undefined unless the answer is a problem. */
  readonly code: Problem["code"] | undefined;
}

export interface BareDevice {
  readonly key: DeviceKey;
  send(method: "GET" | "POST" | "DELETE", path: string, body?: unknown): Promise<DeviceReply>;
  askRegistration(person: TestPerson): Promise<DeviceReply & { readonly id: string }>;
  sendRegistrationCode(id: string, code: string): Promise<DeviceReply>;
  register(person: TestPerson): Promise<void>;
  begin(entry: CardEntry | AccountEntry): Promise<BegunActivation>;
  sendActivation(begun: BegunActivation): Promise<DeviceReply>;
  /** What the phone would store; fails on a refusal. */
  open(begun: BegunActivation, reply: DeviceReply): Promise<OpenedActivationReply>;
  confirm(opened: OpenedActivationReply): Promise<DeviceReply>;
}

interface CardEntry {
  readonly kind: "card";
  readonly cardNumber: string;
  readonly serial: string;
  readonly code: string;
}

interface AccountEntry {
  readonly kind: "account-gateway";
  readonly serial: string;
  readonly code: string;
}

export const createBareDevice = async (bank: TestBank): Promise<BareDevice> => {
  const key = await generateDeviceKey(platform);
  const send = sendWith(bank, key);
  const seal = async () => ({
    serverKey: await fetchServerKey(bank),
    devicePublicKey: key.publicJwk,
  });
  const askRegistration = async (person: TestPerson) => {
    const body = await sealRegistration(platform, await seal(), person);
    const reply = await send("POST", "/device/v1/registrations", body);
    return { ...reply, id: idIn(reply) };
  };
  const sendRegistrationCode = async (id: string, code: string) => {
    const body = await sealRegistrationCode(platform, await seal(), { registrationId: id, code });
    return send("POST", `/device/v1/registrations/${id}/confirmation`, body);
  };
  return {
    key,
    send,
    askRegistration,
    sendRegistrationCode,
    register: async (person) => {
      const { id } = await askRegistration(person);
      const code = await readRegistrationCode(bank, person.mobile);
      const reply = await sendRegistrationCode(id, code);
      if (reply.status !== 200) throw new Error(`registration was refused: ${reply.text}`);
    },
    begin: async (entry) => {
      const asked: ActivationEntry = { ...entry, platform: "pwa" };
      return beginActivation(platform, await seal(), asked);
    },
    sendActivation: ({ request }) => send("POST", "/device/v1/activations", request),
    open: async ({ pending }, reply) => {
      const opened = await openActivationReply(platform, pending, JSON.parse(reply.text));
      if (!opened.ok) throw new Error(`the answer was ${reply.text}`);
      return opened.value;
    },
    confirm: ({ activationId, confirmation }) =>
      send("POST", `/device/v1/activations/${activationId}/confirmation`, {
        confirmation: Buffer.from(confirmation).toString("base64url"),
      }),
  };
};

/** The code of the second, as the token's phone would show it. @param now milliseconds since the Unix epoch */
export const codeOf = ({ codeKey }: OpenedActivationReply, now: number): string =>
  totp(
    (counter) => createHmac("sha256", codeKey).update(counter).digest(),
    { digits: 8, stepSeconds: 1 },
    unixSecondsOf(now),
  );

/** Whether the refusal is the pinned server's word. */
export const isTagged = (begun: BegunActivation, reply: DeviceReply): Promise<boolean> => {
  const { code, refusalTag } = JSON.parse(reply.text) as Problem;
  return verifyRefusalTag(platform, begun.pending, { code, refusalTag });
};

/** The newest key of the list that the release key has signed. */
export const fetchServerKey = async (bank: TestBank): Promise<ServerKey> => {
  const response = await fetch(`${bank.publicUrl()}/device/v1/configuration`);
  const { serverKeys } = (await response.json()) as { readonly serverKeys: string };
  const verified = await verifyServerKeyList(platform, bank.releaseKey, serverKeys, undefined);
  if (!verified.ok) throw new Error(`the list of server keys is ${verified.reason}`);
  const now = asUnixMilliseconds(bank.clock.now());
  const serverKey = chooseServerKey(verified.value.list, now);
  if (serverKey === undefined) throw new Error("no server key is valid");
  return serverKey;
};

const sendWith =
  (bank: TestBank, key: DeviceKey): BareDevice["send"] =>
  async (method, path, content) => {
    const body = content === undefined ? undefined : JSON.stringify(content);
    const once = async (nonce: string): Promise<Response> => {
      const bytes = new TextEncoder().encode(body ?? "");
      const dpop = await makeProof(platform, key, { htm: method, htu: path, body: bytes, nonce });
      return fetch(`${bank.publicUrl()}${path}`, {
        method,
        headers: { dpop, ...(body === undefined ? {} : { "content-type": "application/json" }) },
        ...(body === undefined ? {} : { body }),
      });
    };
    const first = await once("");
    const response = await once(first.headers.get("dpop-nonce") ?? "");
    const text = await response.text();
    const { status, headers } = response;
    return { status, text, headers, code: status < 400 ? undefined : problemIn(text).code };
  };

const problemIn = (text: string): Problem => JSON.parse(text) as Problem;

const idIn = ({ status, text }: DeviceReply): string =>
  status === 201
    ? (JSON.parse(text) as { readonly registrationId: string }).registrationId
    : "refused";
