/**
 * P6: activations through the whole service, the server on one processor. Phones' requests are made before the clock
 * runs (real HPKE, real proofs); the answers are opened as phones would, between the two timed parts. `--profile`
 * leaves a CPU profile of the server in the bench's folder.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import {
  beginActivation,
  chooseServerKey,
  makeProof,
  openActivationReply,
  parsePublicJwk,
  asUnixMilliseconds,
  encodeBase64url,
  verifyServerKeyList,
  type BegunActivation,
  type ServerKey,
} from "@ramznama/activation";
import { readFile } from "node:fs/promises";
import { systemRandom, webPlatform } from "@ramznama/server";
import { startBenchCluster, withClient, type BenchCluster } from "./load/bench-cluster.ts";
import { serverEnvironment, startBenchSandbox, startBenchServer } from "./load/bench-server.ts";
import { cpuBetween, sampleCpu } from "./load/cpu-times.ts";
import { makeIssuedDatabase, type IssuedToken } from "./load/issued-database.ts";
import { print, round } from "./load/print.ts";
import { sendPrepared, type PreparedAnswer, type PreparedRequest } from "./load/send-prepared.ts";

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    quick: { type: "boolean", default: false },
    count: { type: "string" },
    profile: { type: "boolean", default: false },
  },
});
const warmUp = values.quick ? 100 : 500;
const count = Number(values.count ?? (values.quick ? 300 : 5_000));
const connections = 32;
const platform = webPlatform(systemRandom);
const activations = "/device/v1/activations";

const fetchServerKey = async (port: number, releaseKeyFile: string): Promise<ServerKey> => {
  const response = await fetch(`http://localhost:${port}/device/v1/configuration`);
  const { serverKeys } = (await response.json()) as { readonly serverKeys: string };
  const releaseKey = parsePublicJwk(JSON.parse(await readFile(releaseKeyFile, "utf8")));
  if (releaseKey === undefined) throw new Error("the set-up wrote no release key");
  const list = await verifyServerKeyList(platform, releaseKey, serverKeys, undefined);
  const now = asUnixMilliseconds(Date.now());
  const key = list.ok ? chooseServerKey(list.value.list, now) : undefined;
  if (key === undefined) throw new Error("no server key is valid");
  return key;
};

/** Good for five minutes, whoever uses it. */
const fetchNonce = async (port: number): Promise<string> => {
  const response = await fetch(`http://localhost:${port}${activations}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  });
  const nonce = response.headers.get("dpop-nonce");
  if (nonce === null) throw new Error("the server gave no nonce");
  return nonce;
};

const prove = async (
  { key }: IssuedToken,
  nonce: string,
  path: string,
  content: unknown,
): Promise<PreparedRequest> => {
  const body = JSON.stringify(content);
  const bytes = new TextEncoder().encode(body);
  return {
    path,
    body,
    dpop: await makeProof(platform, key, { htm: "POST", htu: path, body: bytes, nonce }),
  };
};

const begin = (serverKey: ServerKey, token: IssuedToken): Promise<BegunActivation> =>
  beginActivation(
    platform,
    { serverKey, devicePublicKey: token.key.publicJwk },
    {
      kind: "card",
      cardNumber: token.cardNumber,
      serial: token.serial,
      code: token.code,
      platform: "pwa",
    },
  );

const confirmationOf = async (
  begun: BegunActivation | undefined,
  answer: PreparedAnswer | undefined,
): Promise<{ readonly path: string; readonly content: unknown }> => {
  if (begun === undefined || answer === undefined) throw new Error("an answer is missing");
  const opened = await openActivationReply(platform, begun.pending, JSON.parse(answer.body));
  if (!opened.ok) throw new Error(`an activation was answered ${answer.status}: ${answer.body}`);
  const { activationId, confirmation } = opened.value;
  return {
    path: `${activations}/${activationId}/confirmation`,
    content: { confirmation: encodeBase64url(confirmation) },
  };
};

const measure = async (cluster: BenchCluster): Promise<number> => {
  const database = await makeIssuedDatabase(cluster, count + warmUp);
  const sandbox = await startBenchSandbox(cluster.folder);
  const server = await startBenchServer({
    environment: {
      ...serverEnvironment(sandbox.url, database),
      // All phones of the bench share one address.
      PUBLIC_REQUESTS_PER_MINUTE: "10000000",
    },
    logFile: join(cluster.folder, "server.log"),
    prefix: ["taskset", "-c", "0"],
    nodeOptions: values.profile ? ["--cpu-prof", `--cpu-prof-dir=${cluster.folder}`] : [],
  });
  const port = server.publicPort;
  const timed = async (name: string, requests: readonly PreparedRequest[]) => {
    const first = await sendPrepared(port, requests.slice(0, warmUp), connections);
    await cluster.checkpoint();
    const roots = { server: server.pid, postgres: cluster.postgres.pid };
    const before = sampleCpu(roots);
    const { answers, seconds } = await sendPrepared(port, requests.slice(warmUp), connections);
    const { byName } = cpuBetween(before, sampleCpu(roots));
    const perRequest = (share = 0): string => ((share * seconds * 1000) / count).toFixed(2);
    const perSecond = count / seconds;
    print(
      `${name.padEnd(13)} ${perSecond.toFixed(0).padStart(5)}/s on one processor; processor time ` +
        `a request: server ${perRequest(byName["server"])} ms, postgres ${perRequest(byName["postgres"])} ms; ` +
        `the server's processor was used to ${((byName["server"] ?? 0) * 100).toFixed(0)} %`,
    );
    return { answers: [...first.answers, ...answers], perSecond };
  };
  try {
    const folder = join(cluster.folder, "activations");
    const serverKey = await fetchServerKey(port, join(folder, "release-key.public.json"));
    const begun = await Promise.all(database.tokens.map((token) => begin(serverKey, token)));
    const nonce = await fetchNonce(port);
    const requests = await Promise.all(
      database.tokens.map((token, at) => prove(token, nonce, activations, begun[at]?.request)),
    );
    const asked = await timed("activation", requests);
    const confirmations = await Promise.all(
      begun.map((one, at) => confirmationOf(one, asked.answers[at])),
    );
    const later = await fetchNonce(port);
    const proven = await Promise.all(
      database.tokens.map((token, at) =>
        prove(token, later, confirmations[at]?.path ?? "", confirmations[at]?.content),
      ),
    );
    const confirmed = await timed("confirmation", proven);
    await assertActive(database.url);
    return 1 / (1 / asked.perSecond + 1 / confirmed.perSecond);
  } finally {
    await server.stop();
    await sandbox.stop();
  }
};

const assertActive = (url: string): Promise<void> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ count: number }>(
      "select count(*)::integer as count from tokens where state = 'active'",
    );
    if (rows[0]?.count !== count + warmUp) {
      throw new Error(`${rows[0]?.count ?? 0} of ${count + warmUp} tokens are active`);
    }
  });

const cluster = await startBenchCluster();
try {
  const perSecond = await measure(cluster);
  print(`whole activations, both requests: ${perSecond.toFixed(0)}/s`);
  print(JSON.stringify({ perSecond: round(perSecond, 0) }));
} finally {
  await cluster.stop();
}
