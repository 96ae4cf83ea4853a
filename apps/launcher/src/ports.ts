// The ports, looked at before anything is started: three on both loopbacks, with --lan three more on the
// addresses of the local network.

import { createServer } from "node:net";
import { LauncherError } from "./launcher-error.ts";

export interface Ports {
  readonly sandbox: number;
  readonly public: number;
  readonly internal: number;
}

export function portsFrom(base: number): Ports {
  return { sandbox: base, public: base + 1, internal: base + 2 };
}

/** On the local network, with --lan. */
export interface LanPorts {
  readonly sandbox: number;
  readonly public: number;
  /** The certificate authority's certificate. */
  readonly authority: number;
}

export function lanPortsFrom(base: number): LanPorts {
  return { sandbox: base + 10, public: base + 11, authority: base + 12 };
}

export async function assertPortsFree(ports: Ports): Promise<void> {
  const all = [ports.sandbox, ports.public, ports.internal];
  await assertFree(all, ["127.0.0.1", "::1"], ports.sandbox);
}

export async function assertLanPortsFree(
  lanPorts: LanPorts,
  addresses: readonly string[],
  base: number,
): Promise<void> {
  await assertFree([lanPorts.sandbox, lanPorts.public, lanPorts.authority], addresses, base);
}

async function assertFree(
  ports: readonly number[],
  hosts: readonly string[],
  base: number,
): Promise<void> {
  for (const port of ports) {
    for (const host of hosts) {
      const code = await tryPort(port, host);
      if (code !== undefined) throw explainPort(port, host, base, code);
    }
  }
}

/** The system's code when the port cannot be had; undefined when it is free. */
function tryPort(port: number, host: string): Promise<string | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", (error) => {
      resolve("code" in error && typeof error.code === "string" ? error.code : "unknown");
    });
    server.listen({ port, host, exclusive: true }, () => {
      server.close(() => {
        resolve(undefined);
      });
    });
  }).then((code) => (isOther(code, host) ? undefined : (code as string | undefined)));
}

// A machine without IPv6 has no second loopback, and nothing can be taken there.
function isOther(code: unknown, host: string): boolean {
  return (
    host === "::1" && (code === "EADDRNOTAVAIL" || code === "EAFNOSUPPORT" || code === "EINVAL")
  );
}

export function explainPort(port: number, host: string, base: number, code: string): LauncherError {
  const other = base === 7800 ? 7900 : 7800;
  if (code === "EADDRINUSE") {
    return new LauncherError(
      "port_taken",
      `Port ${port} is taken by another program (${host}): stop that program, or choose other ports with "PORT_BASE=${other} npm start".`,
    );
  }
  return new LauncherError(
    "port_refused",
    `Port ${port} cannot be used on ${host} (${code}): choose other ports with "PORT_BASE=${other} npm start".`,
  );
}
