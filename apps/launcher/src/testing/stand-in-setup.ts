// Stands in for `cli.ts setup`: makes a key where there is none and counts how often it was called.

import { appendFileSync, existsSync, writeFileSync } from "node:fs";
import { randomBytes } from "node:crypto";

const keyFile = process.env["KEY_FILE"] ?? "";
if (!existsSync(keyFile)) writeFileSync(keyFile, randomBytes(32), { mode: 0o600 });
appendFileSync(`${keyFile}.setups`, `${process.argv.slice(2).join(" ")}\n`);
process.disconnect();
