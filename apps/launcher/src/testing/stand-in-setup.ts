// Stands in for `cli.ts setup`: makes the keys that are missing and counts how often it was called.

import { appendFileSync, existsSync, writeFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { dirname, join } from "node:path";

const keyFile = process.env["KEY_FILE"] ?? "";
if (!existsSync(keyFile)) writeFileSync(keyFile, randomBytes(32), { mode: 0o600 });
const phonesKey = join(dirname(keyFile), "release-key.public.json");
if (!existsSync(phonesKey)) writeFileSync(phonesKey, "{}\n");
appendFileSync(`${keyFile}.setups`, `${process.argv.slice(2).join(" ")}\n`);
process.disconnect();
