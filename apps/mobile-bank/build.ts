/**
 * Builds the mobile bank for one bank: `node apps/mobile-bank/build.ts --release-key FILE --out FOLDER`. The public
 * half of the release key is compiled in, because all trust in server keys comes from it (protocol.md, Pins and time).
 * Nothing is done when the folder already holds what these sources and this key give.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { buildOnce, listFiles, runAsProgram, webBundling } from "@ramznama/web-build";
import { build as bundle, mergeConfig, type InlineConfig } from "vite";
import { describeManifest } from "./describe-manifest.ts";

export interface BuildOptions {
  readonly releaseKeyFile: string;
  readonly outDir: string;
  readonly bankName?: string;
  readonly cardPrefix?: string;
}

const here = import.meta.dirname;
const root = resolve(here, "../..");
const sources = [
  "package-lock.json",
  "apps/mobile-bank",
  ...[
    "activation",
    "card-reader",
    "contract",
    "design",
    "otp",
    "persian",
    "phone",
    "web-build",
  ].map((name) => `packages/${name}/src`),
  "packages/card-reader/model",
];

/** True when something was built. */
export async function buildMobileBank(options: BuildOptions): Promise<boolean> {
  const { releaseKeyFile, outDir, bankName = "بانک مسکن", cardPrefix = "628023" } = options;
  const releaseKey = readReleaseKey(await readFile(releaseKeyFile, "utf8"));
  const given = { releaseKey, bankName, cardPrefix };
  return buildOnce({
    ...{ outDir, root, sources, given },
    make: async (folder, version) => {
      await bundleApp(folder, { ...given, version: version.slice(0, 8) });
      await writeFile(join(folder, "manifest.webmanifest"), describeManifest(bankName));
      await bundleServiceWorker(folder, version);
    },
  });
}

function readReleaseKey(text: string): Readonly<Record<string, unknown>> {
  const { kty, crv, x, y } = JSON.parse(text) as Readonly<Record<string, unknown>>;
  if (kty !== "EC" || crv !== "P-256") throw new Error("The release key is no public P-256 key.");
  return { kty, crv, x, y };
}

const shared: InlineConfig = mergeConfig(webBundling, {
  root: here,
  publicDir: "public",
  worker: { format: "es" },
  // Libraries ask for Node's "crypto" only where globalThis.crypto is missing, which is in no browser.
  resolve: { alias: { crypto: join(here, "src/platform/no-crypto.ts") } },
} satisfies InlineConfig);

async function bundleApp(outDir: string, given: object): Promise<void> {
  await bundle(
    mergeConfig(shared, {
      define: { __BUILD__: JSON.stringify(given) },
      build: { outDir, emptyOutDir: true },
    } satisfies InlineConfig),
  );
}

/** After the rest, since it names every file of it. */
async function bundleServiceWorker(outDir: string, version: string): Promise<void> {
  const paths = (await listFiles(outDir)).map((path) =>
    path.slice(outDir.length).replaceAll("\\", "/"),
  );
  await bundle(
    mergeConfig(shared, {
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
    } satisfies InlineConfig),
  );
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
  const isNew = await buildMobileBank({
    releaseKeyFile,
    outDir: resolve(out),
    ...(bankName === undefined ? {} : { bankName }),
    ...(cardPrefix === undefined ? {} : { cardPrefix }),
  });
  process.stdout.write(isNew ? `Built into ${out}.\n` : `${out} is up to date.\n`);
}

if (import.meta.main) await runAsProgram("The mobile bank", run);
