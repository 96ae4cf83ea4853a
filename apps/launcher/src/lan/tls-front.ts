// A TLS front before one listener of this machine: it ends TLS, says who called, and passes bytes on as
// they come. It answers to the names it has a certificate for, so that no foreign name points here.

import { request, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import { pipeline } from "node:stream";
import { headersInward, headersOutward } from "./forwarded-headers.ts";
import type { Credential } from "./issue-certificate.ts";

export interface TlsFrontOptions {
  readonly credential: Credential;
  /** As in the header Host, with the port. */
  readonly hosts: ReadonlySet<string>;
  /** Of the plain listener on the loopback. */
  readonly targetPort: number;
}

export function createTlsFront({ credential, hosts, targetPort }: TlsFrontOptions): Server {
  const { key, certificate: cert } = credential;
  return createServer({ key, cert, minVersion: "TLSv1.2" }, (incoming, outgoing) => {
    if (!hosts.has((incoming.headers.host ?? "").toLowerCase())) {
      refuse(outgoing, 421, "This machine does not answer to that name.");
    } else if (incoming.url?.startsWith("/") !== true) {
      refuse(outgoing, 400, "The address must be a path.");
    } else {
      forward(incoming, outgoing, targetPort);
    }
  });
}

function forward(incoming: IncomingMessage, outgoing: ServerResponse, port: number): void {
  const inward = request({
    host: "localhost",
    port,
    method: incoming.method,
    path: incoming.url,
    headers: headersInward(incoming),
    // A connection of its own for each: none that the listener is just closing.
    agent: false,
  });
  inward.once("response", (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, headersOutward(answer));
    pipeline(answer, outgoing, () => undefined);
  });
  inward.once("error", () => {
    if (outgoing.headersSent) outgoing.destroy();
    else refuse(outgoing, 502, "The program behind this address does not answer.");
  });
  // Who hangs up before the answer is whole takes the request along.
  outgoing.once("close", () => inward.destroy());
  // Not a pipeline: an answer may come before the whole body, and is still to be passed on.
  incoming.pipe(inward);
}

function refuse(outgoing: ServerResponse, status: number, sentence: string): void {
  outgoing.writeHead(status, {
    "content-type": "text/plain; charset=utf-8",
    "cache-control": "no-store",
    // What is left of the body is not read.
    connection: "close",
  });
  outgoing.end(`${sentence}\n`);
}
