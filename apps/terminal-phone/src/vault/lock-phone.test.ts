import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { lockPhone } from "./lock-phone.ts";

let path: string;

beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), "ramznama-lock-"));
});

afterEach(() => {
  rmSync(path, { recursive: true, force: true });
});

const holder = `
  const { lockPhone } = await import(${JSON.stringify(new URL("lock-phone.ts", import.meta.url).href)});
  lockPhone(process.argv[1], 0);
  gc();
  process.stdout.write("locked");
  setInterval(() => undefined, 1_000);
`;

test("another process that has the phone open keeps it, and kill -9 gives it back", async () => {
  const options = ["--expose-gc", "--input-type=module", "-e"];
  const child = spawn(process.execPath, [...options, holder, path], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child.stdout, "data");
  expect(() => lockPhone(path, 0)).toThrow("folder_in_use");
  child.kill("SIGKILL");
  await once(child, "exit");
  lockPhone(path, 0).release();
});
