/** A device key of a sequence, with the protocol's own steps; the server's key is fetched once for all of them. */
import { randomBytes, webcrypto } from "node:crypto";
import {
  beginActivation,
  makeProof,
  openActivationReply,
  sealRegistration,
  sealRegistrationCode,
  type ActivationEntry,
  type BegunActivation,
  type DeviceKey,
  type OpenedActivationReply,
  type ServerKey,
} from "@ramznama/activation";
import { generateDeviceKey } from "@ramznama/phone";
import { quickly, type QuickReply } from "./quick-http.ts";

const platform = {
  subtle: webcrypto.subtle,
  random: (length: number) => new Uint8Array(randomBytes(length)),
};

export interface ModelDevice {
  send(method: "GET" | "POST" | "DELETE", path: string, body?: unknown): Promise<QuickReply>;
  /** @returns the registration's id */
  askRegistration(person: { nationalId: string; mobile: string }): Promise<string>;
  sendRegistrationCode(id: string, code: string): Promise<QuickReply>;
  begin(entry: ActivationEntry): Promise<BegunActivation>;
  open(begun: BegunActivation, reply: QuickReply): Promise<OpenedActivationReply>;
}

/** Nonces of the server serve every device alike (RFC 9449 §8), so the newest one is shared. */
export interface NonceHolder {
  nonce: string;
}

export const createModelDevice = async (
  publicUrl: string,
  serverKey: ServerKey,
  nonces: NonceHolder,
): Promise<ModelDevice> => {
  const key: DeviceKey = await generateDeviceKey(platform);
  const to = { serverKey, devicePublicKey: key.publicJwk };
  const once = async (method: string, path: string, body: string | undefined) => {
    const bytes = new TextEncoder().encode(body ?? "");
    const content = { htm: method, htu: path, body: bytes, nonce: nonces.nonce };
    const dpop = await makeProof(platform, key, content);
    const reply = await quickly(method, `${publicUrl}${path}`, { dpop }, body);
    const next = reply.headers["dpop-nonce"];
    if (typeof next === "string") nonces.nonce = next;
    return reply;
  };
  const send: ModelDevice["send"] = async (method, path, content) => {
    const body = content === undefined ? undefined : JSON.stringify(content);
    const first = await once(method, path, body);
    return first.status === 401 ? once(method, path, body) : first;
  };
  return {
    send,
    askRegistration: async ({ nationalId, mobile }) => {
      const body = await sealRegistration(platform, to, { nationalId, mobile });
      const reply = await send("POST", "/device/v1/registrations", body);
      if (reply.status !== 201) throw new Error(`the registration was answered ${reply.text}`);
      return (JSON.parse(reply.text) as { readonly registrationId: string }).registrationId;
    },
    sendRegistrationCode: async (registrationId, code) => {
      const body = await sealRegistrationCode(platform, to, { registrationId, code });
      return send("POST", `/device/v1/registrations/${registrationId}/confirmation`, body);
    },
    begin: (entry) => beginActivation(platform, to, entry),
    open: async ({ pending }, reply) => {
      const opened = await openActivationReply(platform, pending, JSON.parse(reply.text));
      if (!opened.ok) throw new Error(`the reply to an activation is ${opened.reason}`);
      return opened.value;
    },
  };
};
