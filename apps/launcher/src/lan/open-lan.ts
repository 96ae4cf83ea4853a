// The doors to the local network: the sandbox and the phone's listener behind TLS, and the download of
// the certificate to trust. The server's internal listener has no door here.

import type { X509Certificate } from "node:crypto";
import type { Server as PlainServer } from "node:http";
import type { Server as TlsServer } from "node:https";
import { hostname } from "node:os";
import type { DataFolder } from "../data-folder.ts";
import type { LanPlan } from "../child-environment.ts";
import { explainPort, type Ports } from "../ports.ts";
import { createAuthorityDownload } from "./authority-download.ts";
import { loadLanCertificates } from "./lan-certificates.ts";
import { hostsOf } from "./lan-names.ts";
import { createTlsFront } from "./tls-front.ts";

type Server = PlainServer | TlsServer;

export interface OpenLan {
  readonly authority: X509Certificate;
  /** PEM, without a key. */
  readonly authorityFile: string;
  close(): Promise<void>;
}

export interface LanOptions {
  readonly data: DataFolder;
  readonly ports: Ports;
  readonly plan: LanPlan;
  readonly now: Date;
}

export async function openLan(options: LanOptions): Promise<OpenLan> {
  const { data, ports, now } = options;
  const { names, ports: lanPorts } = options.plan;
  const { authority, authorityFile, server } = await loadLanCertificates(
    data.lan,
    names,
    hostname(),
    now,
  );
  const front = (port: number, targetPort: number) => () =>
    createTlsFront({
      credential: server,
      hosts: new Set(hostsOf(names).map((host) => `${host}:${port}`)),
      targetPort,
    });
  const doors = [
    { port: lanPorts.sandbox, create: front(lanPorts.sandbox, ports.sandbox) },
    { port: lanPorts.public, create: front(lanPorts.public, ports.public) },
    { port: lanPorts.authority, create: () => createAuthorityDownload(authority) },
  ];
  const open: Server[] = [];
  const close = async () => {
    await Promise.all(open.splice(0).map(closeServer));
  };
  try {
    // Address by address: a public one that the machine has, too, is not listened on.
    for (const { port, create } of doors)
      for (const address of names.addresses) {
        open.push(await listen(create(), port, address, ports.sandbox));
      }
  } catch (error) {
    await close();
    throw error;
  }
  return { authority, authorityFile, close };
}

function listen(server: Server, port: number, host: string, base: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => {
      const code = "code" in error ? String(error.code) : "unknown";
      reject(explainPort(port, host, base, code));
    });
    server.listen({ port, host, exclusive: true }, () => {
      resolve(server);
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
