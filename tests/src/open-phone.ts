/** A phone whose insides a test may look into: its vault, its device key, and the network it thinks it has. */
import { randomBytes, webcrypto } from "node:crypto";
import { asUnixMilliseconds, makeProof } from "@ramznama/activation";
import {
  createMemoryVault,
  createPhone,
  generateDeviceKey,
  type DeviceKeyStore,
  type Fetch,
  type Phone,
  type Vault,
} from "@ramznama/phone";
import type { TestBank } from "./test-bank.ts";

export interface OpenPhone {
  readonly phone: Phone;
  readonly vault: Vault;
  /** Proof headers of this phone's key over a request of the test's own. */
  prove(method: string, path: string, text?: string): Promise<{ dpop: string }>;
  /** From now on requests to paths that fit are kept from the network; returns where their bodies are. */
  hold(path: RegExp): readonly HeldRequest[];
  release(): void;
}

export interface HeldRequest {
  readonly path: string;
  readonly text: string;
}

const platformOf = (bank: TestBank, send: Fetch) => ({
  subtle: webcrypto.subtle,
  random: (length: number) => new Uint8Array(randomBytes(length)),
  fetch: send,
  clock: {
    now: () => asUnixMilliseconds(bank.clock.now()),
    monotonic: () => bank.clock.now(),
  },
});

export const createOpenPhone = (bank: TestBank): OpenPhone => {
  let held: RegExp | undefined;
  let requests: HeldRequest[] = [];
  const platform = platformOf(bank, (address, init) => {
    const { pathname } = new URL(address);
    if (held?.test(pathname) !== true) return fetch(address, init);
    requests.push({ path: pathname, text: typeof init.body === "string" ? init.body : "" });
    return Promise.reject(new TypeError("no network"));
  });
  const vault = createMemoryVault();
  const keys = createOpenKeyStore(platform);
  return {
    phone: createPhone({
      platform,
      server: bank.publicUrl(),
      releaseKey: bank.releaseKey,
      activationPlatform: "pwa",
      vault,
      keys,
    }),
    vault,
    prove: async (method, path, text = "") => {
      const key = (await keys.load()) ?? (await keys.create());
      const body = new TextEncoder().encode(text);
      const [htu = ""] = path.split("?");
      const nonce = await takeNonce(bank);
      return { dpop: await makeProof(platform, key, { htm: method, htu, body, nonce }) };
    },
    hold: (path) => {
      held = path;
      requests = [];
      return requests;
    },
    release: () => {
      held = undefined;
    },
  };
};

const createOpenKeyStore = (platform: Parameters<typeof generateDeviceKey>[0]): DeviceKeyStore => {
  let key: Awaited<ReturnType<typeof generateDeviceKey>> | undefined;
  return {
    load: () => Promise.resolve(key),
    create: async () => (key = await generateDeviceKey(platform)),
    loadOwedErasure: () => Promise.resolve(false),
    saveOwedErasure: () => Promise.resolve(),
  };
};

/** RFC 9449 §8: asking without a proof hands one out. */
export const takeNonce = async (bank: TestBank): Promise<string> => {
  const response = await fetch(`${bank.publicUrl()}/device/v1/tokens`);
  await response.arrayBuffer();
  return response.headers.get("dpop-nonce") ?? "";
};
