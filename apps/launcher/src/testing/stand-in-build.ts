// Stands in for the builds of the web apps: leaves its arguments where the built app would lie, or fails.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const given = process.argv.slice(2);
const out = given[given.indexOf("--out") + 1] ?? "";
if (process.env["STAND_IN"] === "cannot-build") {
  process.stderr.write("The disk is full.\n");
  process.exitCode = 1;
} else {
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, "index.html"), given.join("\n"));
}
process.disconnect();
