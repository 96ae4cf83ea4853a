// Stands in for the sandbox and the server where the launcher's handling of processes is tested: it is
// ready over HTTP, ends on SIGTERM and keeps the convention about 'disconnect' (README.md).
//
// STAND_IN says how it misbehaves: "dies" during its start, "deaf" to SIGTERM.

import { createServer } from "node:http";

const behaviour = process.env["STAND_IN"];
const isServer = process.env["KEY_FILE"] !== undefined;
const port = Number(isServer ? process.env["INTERNAL_PORT"] : process.env["PORT"]);

function log(level: number, msg: string): void {
  process.stdout.write(`${JSON.stringify({ level, msg })}\n`);
}

function end(): void {
  process.exit(0);
}

if (behaviour === "dies" && isServer) {
  log(50, "the stand-in was told to die");
  process.exit(3);
}

process.on("disconnect", end);
process.on("SIGTERM", () => {
  if (behaviour !== "deaf") end();
});
createServer((_, response) => {
  response.end("ready");
}).listen(port, "127.0.0.1", () => {
  log(30, `${isServer ? "server" : "sandbox"} ready`);
});
