/**
 * The open doors of a server for unit tests: a list of keys really signed by a release key, time really
 * signed. What needs the server's other side is tested against the real server (tests/).
 */
import { randomBytes } from "node:crypto";
import {
  asUnixMilliseconds,
  exportPublicJwk,
  generateKemKeyPair,
  parseTimeNonce,
  signServerKeyList,
  signTime,
  type Platform,
  type PublicJwk,
  type ServerKey,
  type WebCryptoKey,
} from "@ramznama/activation";
import { createMemoryDeviceKeyStore } from "../device-key-store.ts";
import { createMemoryVault } from "../memory-vault.ts";
import { createPhone, type Phone } from "../phone.ts";
import type { Fetch, PhonePlatform } from "../phone-platform.ts";
import type { DeviceKeyStore } from "../device-key-store.ts";
import type { Vault } from "../vault.ts";

export const platform: Platform = {
  subtle: globalThis.crypto.subtle,
  random: (length) => new Uint8Array(randomBytes(length)),
};

const es256 = { name: "ECDSA", namedCurve: "P-256" };
const dayMilliseconds = 86_400_000;

export interface SigningServer {
  readonly releaseKey: PublicJwk;
  /** The server's clock. */
  now: number;
  /** The compact JWS that the configuration carries. */
  list: string;
  /** Signs a list of the given serial number with this server's keys. */
  signList(serialNumber: number, change?: (key: ServerKey) => ServerKey): Promise<string>;
  /** Set: the time door answers with this, whatever was asked. */
  timeAnswer: string | undefined;
  /** Paths of the requests so far. */
  readonly requests: string[];
  /** What other doors answer; 404 unless set. */
  answer: (method: string, path: string) => Response;
  readonly fetch: Fetch;
}

export async function createSigningServer(now: number): Promise<SigningServer> {
  const release = await generateKey();
  const signing = await generateKey();
  const { publicKey: pk } = await generateKemKeyPair(platform);
  const signList: SigningServer["signList"] = async (serialNumber, change = (key) => key) => {
    const key: ServerKey = {
      k: "2026a",
      pk,
      signingKey: await exportPublicJwk(platform, signing.publicKey),
      notBefore: asUnixMilliseconds(now - dayMilliseconds),
      notAfter: asUnixMilliseconds(now + dayMilliseconds),
    };
    return signServerKeyList(platform, release.privateKey, { serialNumber, keys: [change(key)] });
  };
  const server: SigningServer = {
    releaseKey: await exportPublicJwk(platform, release.publicKey),
    now,
    list: await signList(1),
    signList,
    timeAnswer: undefined,
    requests: [],
    answer: () => Response.json({ code: "not_found" }, { status: 404 }),
    fetch: async (address, { method = "GET" }) => {
      const { pathname, searchParams } = new URL(address);
      server.requests.push(`${method} ${pathname}`);
      if (pathname.endsWith("/configuration")) {
        const headers = { "dpop-nonce": "n" };
        return Response.json(configuration(server.list), { headers });
      }
      if (!pathname.endsWith("/time")) return server.answer(method, pathname);
      const signedTime =
        server.timeAnswer ?? (await answerTime(signing.privateKey, searchParams, server.now));
      return Response.json({ signedTime });
    },
  };
  return server;
}

export interface UnitPhone {
  readonly phone: Phone;
  readonly vault: Vault;
  readonly keys: DeviceKeyStore;
  /** The phone's two clocks, in milliseconds; they stand still. */
  wall: number;
  monotonic: number;
}

export function createUnitPhone(server: SigningServer, wall: number): UnitPhone {
  const vault = createMemoryVault();
  const keys = createMemoryDeviceKeyStore(platform);
  const clocks = { wall, monotonic: 0 };
  const phonePlatform: PhonePlatform = {
    ...platform,
    fetch: server.fetch,
    clock: { now: () => asUnixMilliseconds(clocks.wall), monotonic: () => clocks.monotonic },
  };
  const { releaseKey } = server;
  const phone = createPhone({
    platform: phonePlatform,
    server: "http://bank.test",
    releaseKey,
    activationPlatform: "app",
    vault,
    keys,
  });
  return Object.assign(clocks, { phone, vault, keys });
}

function generateKey() {
  return platform.subtle.generateKey(es256, true, ["sign", "verify"]);
}

function configuration(serverKeys: string) {
  const policy = { validitySeconds: 121, digits: 8, stepSeconds: 1, hash: "SHA-256" };
  return { bankName: "بانک", cardPrefix: "628023", policy, serverKeys };
}

function answerTime(key: WebCryptoKey, query: URLSearchParams, now: number): Promise<string> {
  const nonce = parseTimeNonce(query.get("nonce"));
  if (nonce === undefined) throw new Error("the phone asked with no nonce");
  return signTime(platform, key, { k: "2026a", nonce, time: asUnixMilliseconds(now) });
}
