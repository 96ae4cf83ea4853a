#!/usr/bin/env node
// `npm start` is "exec node …": the shell that npm puts in between gives its place to the launcher, so
// that npm's signals reach it and npm waits until all has been stopped. Where the shell has no `exec`
// (Windows), npm finds this one, which does the nearest thing: it runs the program and ends with it.

import { spawn } from "node:child_process";

const [program = "", ...args] = process.argv.slice(2);
const file = program === "node" ? process.execPath : program;
const child = spawn(file, args, { stdio: "inherit", windowsHide: true });

// Ctrl-C reaches the child by itself; this process only must not end before it.
process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => child.kill("SIGTERM"));
child.on("exit", (code) => process.exit(code ?? 1));
