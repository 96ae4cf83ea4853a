import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { webcrypto } from "node:crypto";
import { exportPublicJwk, makeProof, type DeviceKey } from "@ramznama/activation";
import { listDeviceTokens } from "@ramznama/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createKeyFile, loadKeyFile, loadKeyring } from "../keys/index.ts";
import { createListener } from "../platform/http-listener.ts";
import { createLogger } from "../platform/logger.ts";
import { systemRandom } from "../platform/random.ts";
import { serveRoute } from "../platform/serve-route.ts";
import { webPlatform } from "../platform/web-platform.ts";
import { createMigratedDatabase, type MigratedDatabase } from "../testing/migrated-database.ts";
import { createDeviceProofDoor } from "./index.ts";

const platform = webPlatform(systemRandom);
let now = 1_750_000_000_000;
let made: MigratedDatabase;
let folder: string;
let app: Awaited<ReturnType<typeof createListener>>;
let deviceKey: DeviceKey;

beforeAll(async () => {
  made = await createMigratedDatabase();
  folder = await mkdtemp(join(tmpdir(), "ramznama-door-"));
  const keyFile = join(folder, "kek.key");
  await createKeyFile(keyFile, systemRandom);
  const kek = await loadKeyFile(keyFile, systemRandom);
  const { database } = made;
  const keyring = await loadKeyring(database, kek, systemRandom, new Date(now));
  const door = createDeviceProofDoor({ database, clock: { now: () => now }, keyring, platform });
  app = await createListener({
    name: "public",
    logger: createLogger("silent"),
    random: systemRandom,
    requestTimeoutMilliseconds: 15_000,
  });
  const noBearer = () => Promise.reject(new Error("no bearer comes to this door"));
  serveRoute(
    app,
    { ...door, identify: noBearer, noteRefusal: () => Promise.resolve() },
    listDeviceTokens,
    () => ({ tokens: [] }),
  );
  const pair = await webcrypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, [
    "sign",
    "verify",
  ]);
  deviceKey = {
    privateKey: pair.privateKey,
    publicJwk: await exportPublicJwk(platform, pair.publicKey),
  };
});

afterAll(async () => {
  await app.close();
  await made.drop();
  await rm(folder, { recursive: true, force: true });
});

const knock = async (proof?: string): Promise<{ status: number; code?: string; nonce: string }> => {
  const answer = await app.inject({
    method: "GET",
    url: listDeviceTokens.path,
    headers: proof === undefined ? {} : { dpop: proof },
  });
  const { code } = answer.json<{ code?: string }>();
  const nonce = answer.headers["dpop-nonce"];
  return {
    status: answer.statusCode,
    ...(code === undefined ? {} : { code }),
    nonce: typeof nonce === "string" ? nonce : "",
  };
};

const proofWith = (nonce: string, htu: string = listDeviceTokens.path): Promise<string> =>
  makeProof(platform, deviceKey, { htm: "GET", htu, body: new Uint8Array(0), nonce });

test("a knock without a proof is answered with a nonce, and a proof over it enters", async () => {
  const first = await knock();
  expect(first).toMatchObject({ status: 401, code: "use_nonce" });
  expect(await knock(await proofWith(first.nonce))).toMatchObject({ status: 200 });
});

test("R9 a proof is good once, also for two who come at the same time", async () => {
  const { nonce } = await knock();
  const proof = await proofWith(nonce);
  const together = await Promise.all([knock(proof), knock(proof)]);
  expect(together.map((answer) => answer.code ?? "entered").sort()).toEqual([
    "entered",
    "proof_replayed",
  ]);
  expect(await knock(proof)).toMatchObject({ status: 401, code: "proof_replayed" });
});

test("R9 a nonce is fresh for five minutes by the server's clock and not a second longer", async () => {
  const { nonce } = await knock();
  now += 300_000;
  expect(await knock(await proofWith(nonce))).toMatchObject({ status: 200 });
  now += 1;
  expect(await knock(await proofWith(nonce))).toMatchObject({ status: 401, code: "use_nonce" });
});

test("R9 a nonce that this server did not make is not fresh", async () => {
  const { nonce } = await knock();
  const bytes = Buffer.from(nonce, "base64url");
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  const forged = await knock(await proofWith(bytes.toString("base64url")));
  expect(forged).toMatchObject({ status: 401, code: "use_nonce" });
});

test("R9 a proof for another path is refused", async () => {
  const { nonce } = await knock();
  const elsewhere = await knock(await proofWith(nonce, "/device/v1/activations"));
  expect(elsewhere).toMatchObject({ status: 401, code: "proof_invalid" });
});
