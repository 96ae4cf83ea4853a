/**
 * `npm run types`: every TypeScript project of the tree. Programs for Node are checked together at the root; a folder
 * whose code runs elsewhere (a browser, a worker, nowhere in particular) has a tsconfig of its own, found here by name.
 */

import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const tsc = join(root, "node_modules", "typescript", "bin", "tsc");

const projects = globSync(["tsconfig*.json", "{apps,packages}/*/**/tsconfig*.json"], {
  cwd: root,
  exclude: (path) => path.includes("node_modules") || path.endsWith("dist"),
}).filter((path) => !path.endsWith("tsconfig.base.json"));

const failed = projects.sort().filter((project) => {
  const { status } = spawnSync(process.execPath, [tsc, "-p", project], {
    cwd: root,
    stdio: "inherit",
  });
  return status !== 0;
});

if (failed.length > 0) process.stdout.write(`Type errors in ${failed.join(", ")}.\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
