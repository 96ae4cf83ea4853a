/**
 * P2: what a candidate costs in the search of a window, and what a wrong code costs in the server. Our kernel is the one
 * that `search-window.ts` of the server uses; beside it stand three ways to make the same codes one HMAC at a time. All
 * take their turns in short rounds, so that a machine busy with something else slows all of them alike.
 */
import { createHmac, createSecretKey, randomBytes, randomInt } from "node:crypto";
import { hmac as nobleHmac } from "@noble/hashes/hmac.js";
import { sha1 } from "@noble/hashes/legacy.js";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { HOTP, Secret } from "otpauth";
import { keyringOf, type Keyring } from "../apps/server/src/keys/index.ts";
import { systemRandom } from "../apps/server/src/platform/random.ts";
import { searchWindow, windowKernel } from "../apps/server/src/verification/search-window.ts";
import {
  candidatesInWindow,
  counterBytes,
  defaultTotpPolicy,
  formatCode,
  hotp,
  otpHashes,
  truncateMac,
  type Hmac,
  type OtpHash,
} from "../packages/otp/src/index.ts";

/** Many and short, so that most of them run undisturbed. */
const rounds = 201;
/** The compiler of WebAssembly works beside us, on whatever processor is free. */
const warmUpMilliseconds = 2000;
const { digits } = defaultTotpPolicy;
const windowCount = candidatesInWindow(defaultTotpPolicy);
/** Seconds since the epoch; any will do. */
const now = 1_800_000_000;
const firstCounter = now - defaultTotpPolicy.validitySeconds - defaultTotpPolicy.skewSeconds;
const newestCounter = firstCounter + windowCount - 1;
/** Half of the window is older, as for a token in use. */
const lastAccepted = firstCounter + Math.floor(windowCount / 2) - 1;

const nodeName = { "SHA-1": "sha1", "SHA-256": "sha256", "SHA-512": "sha512" } as const;
const nobleHash = { "SHA-1": sha1, "SHA-256": sha256, "SHA-512": sha512 } as const;
const otpauthName = { "SHA-1": "SHA1", "SHA-256": "SHA256", "SHA-512": "SHA512" } as const;

interface Contender {
  readonly name: string;
  /** Searches one whole window for a wrong code. */
  readonly searchOnce: () => void;
  readonly searchesInRound: number;
  readonly candidates: number;
  readonly nanoseconds: number[];
}

function contender(
  name: string,
  searchesInRound: number,
  searchOnce: () => void,
  candidates = windowCount,
): Contender {
  return { name, searchOnce, searchesInRound, candidates, nanoseconds: [] };
}

/** The loop of the server's fallback, as plain as it can be. */
function searchByHmac(hmac: Hmac, code: number): number {
  const counter = counterBytes(firstCounter);
  const view = new DataView(counter.buffer);
  let newest = -1;
  for (let index = 0; index < windowCount; index += 1) {
    view.setUint32(4, firstCounter + index);
    if (truncateMac(hmac(counter)) % 10 ** digits === code) newest = index;
  }
  return newest;
}

/** A code that no second of the window has. */
function wrongCode(hmac: Hmac): number {
  for (;;) {
    const code = randomInt(10 ** digits);
    if (searchByHmac(hmac, code) < 0) return code;
  }
}

function contendersFor(hash: OtpHash): readonly Contender[] {
  const key = Uint8Array.from(randomBytes(32));
  const keyObject = createSecretKey(key);
  const nodeHmac: Hmac = (counter) =>
    createHmac(nodeName[hash], keyObject).update(counter).digest();
  const keyed = nobleHmac.create(nobleHash[hash], key);
  const code = wrongCode(nodeHmac);
  const text = formatCode(code, digits);
  const secret = new Secret({ buffer: key.buffer });
  const half = Math.floor(windowCount / 2);
  const algorithm = otpauthName[hash];
  const counter = firstCounter + half;
  const search = { key, hash, digits, firstCounter, count: windowCount, code, stopAtMatch: false };
  return [
    contender("ours", 10, () => windowKernel.search(search)),
    contender("createHmac", 1, () => searchByHmac(nodeHmac, code)),
    contender("@noble/hashes", 1, () =>
      searchByHmac((c) => keyed.clone().update(c).digest(), code),
    ),
    contender(
      "otpauth",
      1,
      () => HOTP.validate({ token: text, secret, algorithm, digits, counter, window: half }),
      2 * half + 1,
    ),
  ];
}

function measure(contenders: readonly Contender[]): void {
  for (const { searchOnce, searchesInRound, candidates, nanoseconds } of contenders) {
    const start = process.hrtime.bigint();
    for (let search = 0; search < searchesInRound; search += 1) searchOnce();
    const spent = Number(process.hrtime.bigint() - start);
    nanoseconds.push(spent / searchesInRound / candidates);
  }
}

function warmUp(round: () => unknown): void {
  const end = performance.now() + warmUpMilliseconds;
  while (performance.now() < end) round();
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[values.length >> 1] ?? Number.NaN;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Times `createHmac` that our kernel is faster. */
function compare(hash: OtpHash): number {
  const contenders = contendersFor(hash);
  warmUp(() => {
    measure(contenders);
  });
  for (const { nanoseconds } of contenders) nanoseconds.length = 0;
  for (let round = 0; round < rounds; round += 1) measure(contenders);
  for (const { name, nanoseconds } of contenders) {
    const least = Math.min(...nanoseconds);
    say(
      `${hash.padEnd(8)} ${name.padEnd(14)} ${median(nanoseconds).toFixed(1).padStart(8)} ns a candidate (least ${least.toFixed(1)})`,
    );
  }
  const [ours, createHmacs] = contenders.map(({ nanoseconds }) => median(nanoseconds));
  return (createHmacs ?? Number.NaN) / (ours ?? Number.NaN);
}

interface MeasuredToken {
  readonly id: number;
  readonly profile: typeof defaultTotpPolicy;
  readonly sealed_seed: Uint8Array;
  readonly valid: string;
  readonly wrong: string;
}

function makeToken(keyring: Keyring, id: number): MeasuredToken {
  const seed = randomBytes(32);
  const hmac: Hmac = (counter) => createHmac("sha256", seed).update(counter).digest();
  return {
    id,
    profile: defaultTotpPolicy,
    sealed_seed: keyring.seal("seed", `token:${id}`, seed),
    valid: hotp(hmac, randomInt(lastAccepted + 1, newestCounter + 1), digits),
    wrong: formatCode(wrongCode(hmac), digits),
  };
}

function microsecondsOf(act: () => void): number {
  const start = process.hrtime.bigint();
  act();
  return Number(process.hrtime.bigint() - start) / 1000;
}

/** Microseconds of one code in the server's own function: seed opened, window searched, used code looked for. */
function measureCodes() {
  const keyring = keyringOf(
    new Map([["seed", [{ id: 1, key: createSecretKey(randomBytes(32)) }]]]),
    systemRandom,
  );
  const tokens = Array.from({ length: 64 }, (_, id) => makeToken(keyring, id));
  const check = (token: MeasuredToken, kind: "valid" | "wrong"): void => {
    const { verdict } = searchWindow(keyring, token, lastAccepted, token[kind], now * 1000);
    if (verdict.ok !== (kind === "valid")) throw new Error("a code was judged wrongly");
  };
  const acts = {
    wrong: (token: MeasuredToken) =>
      microsecondsOf(() => {
        check(token, "wrong");
      }),
    valid: (token: MeasuredToken) =>
      microsecondsOf(() => {
        check(token, "valid");
      }),
    open: (token: MeasuredToken) =>
      microsecondsOf(() => keyring.open("seed", `token:${token.id}`, token.sealed_seed).fill(0)),
  };
  const measureAll = (token: MeasuredToken) => ({
    wrong: acts.wrong(token),
    valid: acts.valid(token),
    open: acts.open(token),
  });
  warmUp(() => tokens.map(measureAll));
  // Medians of each token, of which the mean is taken: valid codes lie at different places.
  const spent = tokens.map((token) => Array.from({ length: rounds }, () => measureAll(token)));
  const typical = (kind: keyof typeof acts): number =>
    mean(spent.map((ofToken) => median(ofToken.map((one) => one[kind]))));
  return { wrong: typical("wrong"), valid: typical("valid"), open: typical("open") };
}

const rounded = (value: number): number => Math.round(value * 10) / 10;

say(`kernel ${windowKernel.name}, window of ${windowCount}, ${digits} digits, keys of 32 bytes`);
const [ofSha1, ofSha256, ofSha512] = otpHashes.map(compare);
const codes = measureCodes();
say(`a wrong code ${codes.wrong.toFixed(1)} µs, ${codes.open.toFixed(1)} of them to open the seed`);
say(`a valid code at a random place ${codes.valid.toFixed(1)} µs`);
const result = {
  sha1: rounded(ofSha1 ?? Number.NaN),
  sha256: rounded(ofSha256 ?? Number.NaN),
  sha512: rounded(ofSha512 ?? Number.NaN),
  wrongCodeMicroseconds: rounded(codes.wrong),
};
say(JSON.stringify(result));
