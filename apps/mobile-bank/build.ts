/**
 * Builds the mobile bank for one bank: `node apps/mobile-bank/build.ts --release-key FILE --out FOLDER`. The public
 * half of the release key is compiled in, because all trust in server keys comes from it (protocol.md, Pins and time).
 * Nothing is done when the folder already holds what these sources and this key give.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs, promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";
import { build as bundle, type InlineConfig } from "vite";
import { describeManifest } from "./describe-manifest.ts";

export interface BuildOptions {
  readonly releaseKeyFile: string;
  readonly outDir: string;
  readonly bankName?: string;
  readonly cardPrefix?: string;
}

const here = import.meta.dirname;
const root = resolve(here, "../..");
const configFile = join(here, "vite.config.ts");
const noteName = "build.json";
/** Everything that decides what comes out, the versions of the libraries included. */
const sources = [
  "package-lock.json",
  "apps/mobile-bank",
  ...["activation", "card-reader", "contract", "design", "otp", "persian", "phone"].map(
    (name) => `packages/${name}/src`,
  ),
  "packages/card-reader/model",
];

/** True when something was built. */
export async function buildMobileBank(options: BuildOptions): Promise<boolean> {
  const { releaseKeyFile, outDir, bankName = "بانک مسکن", cardPrefix = "628023" } = options;
  const releaseKey = readReleaseKey(await readFile(releaseKeyFile, "utf8"));
  const given = { releaseKey, bankName, cardPrefix };
  const version = await hashSources(JSON.stringify(given));
  if (await isBuilt(outDir, version)) return false;
  const beside = `${outDir}.new`;
  await rm(beside, { recursive: true, force: true });
  await bundleApp(beside, { ...given, version: version.slice(0, 8) });
  await writeFile(join(beside, "manifest.webmanifest"), describeManifest(bankName));
  await bundleServiceWorker(beside, version);
  await compressFiles(beside);
  await writeFile(join(beside, noteName), `${JSON.stringify({ version })}\n`);
  await rm(outDir, { recursive: true, force: true });
  await rename(beside, outDir);
  return true;
}

function readReleaseKey(text: string): Readonly<Record<string, unknown>> {
  const { kty, crv, x, y } = JSON.parse(text) as Readonly<Record<string, unknown>>;
  if (kty !== "EC" || crv !== "P-256") throw new Error("The release key is no public P-256 key.");
  return { kty, crv, x, y };
}

async function isBuilt(outDir: string, version: string): Promise<boolean> {
  const path = join(outDir, noteName);
  if (!existsSync(path)) return false;
  return (JSON.parse(await readFile(path, "utf8")) as { version?: unknown }).version === version;
}

async function hashSources(given: string): Promise<string> {
  const hash = createHash("sha256").update(given);
  for (const source of sources) {
    for (const path of await listFiles(join(root, source))) {
      hash.update(`\0${path.slice(root.length)}\0`).update(await readFile(path));
    }
  }
  return hash.digest("hex");
}

/** Tests and what was built earlier decide nothing. */
const isSource = (path: string): boolean => !/node_modules|[\\/]dist[\\/]|\.test\.tsx?$/.test(path);

async function listFiles(path: string): Promise<readonly string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(
    () => undefined,
  );
  if (entries === undefined) return [path];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(isSource)
    .sort();
}

async function bundleApp(outDir: string, given: object): Promise<void> {
  await bundle({
    ...shared,
    define: { __BUILD__: JSON.stringify(given) },
    build: { outDir, emptyOutDir: true },
  });
}

/** After the rest, since it names every file of it. */
async function bundleServiceWorker(outDir: string, version: string): Promise<void> {
  const paths = (await listFiles(outDir)).map((path) =>
    path.slice(outDir.length).replaceAll("\\", "/"),
  );
  await bundle({
    ...shared,
    publicDir: false,
    define: {
      __PRECACHE__: JSON.stringify(paths),
      __CACHE_NAME__: JSON.stringify(`ramznama ${version}`),
    },
    build: {
      outDir,
      emptyOutDir: false,
      rolldownOptions: {
        input: join(here, "src/workers/service-worker.ts"),
        output: { entryFileNames: "service-worker.js", format: "iife" },
      },
    },
  });
}

const shared = { configFile, mode: "production" } as const satisfies InlineConfig;

/** Beside each file that gets smaller its compressed forms, which the server sends to whoever takes them. */
async function compressFiles(outDir: string): Promise<void> {
  for (const path of await listFiles(outDir)) {
    if (!/\.(html|js|css|svg|webmanifest|f16)$/.test(path)) continue;
    const content = await readFile(path);
    await writeFile(`${path}.gz`, await promisify(gzip)(content, { level: 9 }));
    await writeFile(`${path}.br`, await promisify(brotliCompress)(content));
  }
}

/** What is set to nothing is not set. */
const given = (value: string | undefined): string | undefined => (value === "" ? undefined : value);

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      "release-key": { type: "string" },
      out: { type: "string" },
      "bank-name": { type: "string" },
      "card-prefix": { type: "string" },
    },
  });
  const { "release-key": releaseKeyFile, out } = values;
  const bankName = given(values["bank-name"]);
  const cardPrefix = given(values["card-prefix"]);
  if (releaseKeyFile === undefined || out === undefined) {
    throw new Error("Needed: --release-key FILE --out FOLDER");
  }
  await mkdir(resolve(out, ".."), { recursive: true });
  const isNew = await buildMobileBank({
    releaseKeyFile,
    outDir: resolve(out),
    ...(bankName === undefined ? {} : { bankName }),
    ...(cardPrefix === undefined ? {} : { cardPrefix }),
  });
  process.stdout.write(isNew ? `Built into ${out}.\n` : `${out} is up to date.\n`);
}

/** Under the launcher: it has gone away, and nobody waits for what is built. */
const end = (): never => process.exit(1);

if (import.meta.main) {
  process.on("disconnect", end);
  await run().catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`The mobile bank could not be built: ${reason}\n`);
    process.exitCode = 1;
  });
  process.off("disconnect", end);
  if (process.connected) process.disconnect();
}
