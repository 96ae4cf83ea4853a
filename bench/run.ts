/** `npm run bench -- NAME`: one measurement by name; its last line is one JSON object (README.md). */
import { existsSync, globSync } from "node:fs";
import { basename, join } from "node:path";

const name = process.argv[2] ?? "";
const file = join(import.meta.dirname, `${name}.ts`);
if (!/^[a-z-]+$/.test(name) || name === "run" || !existsSync(file)) {
  const names = globSync("*.ts", { cwd: import.meta.dirname })
    .map((path) => basename(path, ".ts"))
    .filter((one) => one !== "run" && one !== "engine-under-test");
  process.stderr.write(`Say which: npm run bench -- ${names.sort().join(" | ")}\n`);
  process.exitCode = 1;
} else {
  await import(file);
}
