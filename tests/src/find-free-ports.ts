/**
 * Ports for programs of a test that must know each other's addresses before they start. Taken from below the range
 * of outgoing connections, so that none of those takes one in between.
 */
import { randomInt } from "node:crypto";
import { createServer } from "node:net";

const firstPort = 10_000;
const lastPort = 19_999;
const triesMax = 100;

export const findFreePorts = async (count: number): Promise<readonly number[]> => {
  const ports = new Set<number>();
  for (let tries = 0; ports.size < count; tries += 1) {
    if (tries === triesMax) throw new Error("no free ports were found");
    const port = randomInt(firstPort, lastPort + 1);
    if ((await isFree(port, "127.0.0.1")) && (await isFree(port, "::1"))) ports.add(port);
  }
  return [...ports];
};

const isFree = (port: number, host: string): Promise<boolean> => {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", (error) => {
      // A machine without IPv6 has no second loopback to be taken.
      resolve("code" in error && error.code !== "EADDRINUSE" && host === "::1");
    });
    server.listen({ port, host, exclusive: true }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
};
