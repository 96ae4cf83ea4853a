/**
 * Builds a web app into a folder when its sources or what is compiled in have changed, and does nothing otherwise. The
 * new build is made beside the old one and takes its place as a whole, so that nobody is served half of it.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { compressFiles } from "./compress-files.ts";
import { listFiles } from "./list-files.ts";

export interface WebBuild {
  readonly outDir: string;
  /** The project's root, which `sources` are relative to. */
  readonly root: string;
  /** Files and folders that decide what comes out, the versions of the libraries included. */
  readonly sources: readonly string[];
  /** What is compiled in besides. */
  readonly given: Readonly<Record<string, unknown>>;
  /** Writes the app into `folder`; `version` names these sources and what was given. */
  readonly make: (folder: string, version: string) => Promise<void>;
}

const noteName = "build.json";

/** True when something was built. */
export async function buildOnce(build: WebBuild): Promise<boolean> {
  const { outDir } = build;
  const version = await hashSources(build);
  if (await isBuilt(outDir, version)) return false;
  await mkdir(dirname(outDir), { recursive: true });
  const beside = `${outDir}.new`;
  await rm(beside, { recursive: true, force: true });
  await build.make(beside, version);
  await compressFiles(beside);
  await writeFile(join(beside, noteName), `${JSON.stringify({ version })}\n`);
  await rm(outDir, { recursive: true, force: true });
  await rename(beside, outDir);
  return true;
}

async function isBuilt(outDir: string, version: string): Promise<boolean> {
  const path = join(outDir, noteName);
  if (!existsSync(path)) return false;
  return (JSON.parse(await readFile(path, "utf8")) as { version?: unknown }).version === version;
}

async function hashSources({ root, sources, given }: WebBuild): Promise<string> {
  const hash = createHash("sha256").update(JSON.stringify(given));
  for (const source of sources) {
    for (const path of await listFiles(join(root, source))) {
      hash.update(`\0${path.slice(root.length)}\0`).update(await readFile(path));
    }
  }
  return hash.digest("hex");
}
