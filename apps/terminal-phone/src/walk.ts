/** `npm run walk`: the whole main job against a running `npm start`, printed in plain words. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { loadReleaseKey } from "./compose-phone.ts";
import { parseWalkers } from "./walk/sandbox-people.ts";
import { walk } from "./walk/walk.ts";

const root = resolve(import.meta.dirname, "../../..");

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function fail(sentence: string): void {
  process.stderr.write(`\n${sentence}\n`);
  process.exitCode = 1;
}

function dataFolder(): string {
  const chosen = process.env["RAMZNAMA_DATA"];
  if (chosen === undefined || chosen === "") return join(root, ".data");
  return resolve(process.env["INIT_CWD"] ?? ".", chosen);
}

function portBase(): number {
  const chosen = Number(process.env["PORT_BASE"] ?? "7700");
  return Number.isInteger(chosen) && chosen > 0 ? chosen : 7700;
}

function loadKey(path: string) {
  try {
    return loadReleaseKey(path);
  } catch {
    return undefined;
  }
}

async function main(): Promise<void> {
  const data = dataFolder();
  const keyPath = join(data, "release-key.public.json");
  const releaseKey = loadKey(keyPath);
  if (releaseKey === undefined) {
    fail(
      `There is no release key at ${keyPath}: run "npm start" first, with the same RAMZNAMA_DATA.`,
    );
    return;
  }
  const base = portBase();
  const at = (port: number) => `http://localhost:${port}`;
  const people: unknown = JSON.parse(
    readFileSync(join(root, "apps/sandbox/data/sandbox.json"), "utf8"),
  );
  const result = await walk({
    addresses: { sandbox: at(base), public: at(base + 1), internal: at(base + 2) },
    releaseKey,
    phoneFolder: join(data, "walk-phones"),
    walkers: parseWalkers(people),
    print,
  });
  if (result.ok) print("\nThe walk is done: everything came as it must.");
  else fail(`The walk ended at "${result.step}": ${result.sentence}.`);
}

await main();
