// A port on the loopback for the database.

import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { PostgresError } from "./postgres-error.ts";

// Below the range from which Linux (32768…) and others (49152…) take ports for outgoing connections,
// so that a restart finds its port still free.
const firstPort = 20_000;
const lastPort = 32_000;
const tries = 200;

export async function findFreePort(): Promise<number> {
  for (let i = 0; i < tries; i += 1) {
    const port = randomInt(firstPort, lastPort);
    if (await isFree(port)) return port;
  }
  throw new PostgresError(
    "port_taken",
    `No free port between ${firstPort} and ${lastPort} was found on 127.0.0.1 for the database: stop some programs and start again.`,
  );
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => {
      resolve(false);
    });
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
