import { once } from "node:events";
import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from "node:http";
import { request, type RequestOptions } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { connect } from "node:tls";
import { text } from "node:stream/consumers";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Credential, issueAuthority, issueServerCertificate } from "./issue-certificate.ts";
import { createTlsFront } from "./tls-front.ts";

const name = "laptop.local";
let authority: Credential;
let credential: Credential;
let behind: ReturnType<typeof createServer>;
let front: ReturnType<typeof createTlsFront>;
let answer: (request: IncomingMessage, response: ServerResponse) => void;

const portOf = (server: Server) => (server.address() as AddressInfo).port;

beforeAll(async () => {
  authority = await issueAuthority("laptop", new Date());
  credential = await issueServerCertificate(authority, [name], new Date());
});

beforeEach(async () => {
  behind = createServer((incoming, outgoing) => {
    answer(incoming, outgoing);
  });
  behind.listen(0, "127.0.0.1");
  await once(behind, "listening");
  front = createTlsFront({ credential, hosts, targetPort: portOf(behind) });
  front.listen(0, "127.0.0.1");
  await once(front, "listening");
  hosts.clear();
  hosts.add(`${name}:${portOf(front)}`);
});

afterEach(() => {
  for (const server of [front, behind]) {
    server.close();
    server.closeAllConnections();
  }
});

const hosts = new Set<string>();
const base = (): RequestOptions => ({
  host: "127.0.0.1",
  port: portOf(front),
  servername: name,
  ca: authority.certificate,
  agent: false,
});

interface Asked extends RequestOptions {
  readonly headers?: OutgoingHttpHeaders;
}

async function ask(options: Asked = {}, body?: string) {
  const headers = { host: `${name}:${portOf(front)}`, ...options.headers };
  const asked = request({ ...base(), ...options, headers });
  asked.end(body);
  const [response] = (await once(asked, "response")) as [IncomingMessage];
  return { response, body: await text(response) };
}

describe("the TLS front", () => {
  test("passes method, path, query, headers and bodies on as they are, both ways", async () => {
    answer = (incoming, outgoing) => {
      const { method, url, headers } = incoming;
      void text(incoming).then((body) => {
        outgoing.writeHead(201, { "set-cookie": ["a=1", "b=2"], "x-kept": "yes" });
        outgoing.end(JSON.stringify({ method, url, dpop: headers["dpop"], body }));
      });
    };
    const path = "/device/v1/activations?x=%20y";
    const { response, body } = await ask({ path, method: "POST", headers: { dpop: "z" } }, "رمز");
    expect(response.statusCode).toBe(201);
    expect(response.headers).toMatchObject({ "set-cookie": ["a=1", "b=2"], "x-kept": "yes" });
    expect(JSON.parse(body)).toEqual({ method: "POST", url: path, dpop: "z", body: "رمز" });
  });

  test("says who called, and drops what the caller says of that", async () => {
    answer = (incoming, outgoing) => outgoing.end(JSON.stringify(incoming.headers));
    const forged = {
      forwarded: "for=1.2.3.4",
      "x-forwarded-for": "1.2.3.4",
      "x-forwarded-host": "localhost",
      "x-forwarded-port": "7702",
      "x-real-ip": "1.2.3.4",
      via: "1.1 nobody",
      connection: "x-one-hop, host",
      "x-one-hop": "1",
      "proxy-authorization": "Basic eA==",
    };
    const { body } = await ask({ headers: forged });
    expect(JSON.parse(body)).toEqual({
      host: `${name}:${portOf(front)}`,
      "x-forwarded-for": "127.0.0.1",
      "x-forwarded-proto": "https",
      "x-forwarded-host": `${name}:${portOf(front)}`,
      connection: "close",
    });
  });

  test("R8 takes a GET with a body for one request, never for two", async () => {
    const seen: string[] = [];
    answer = (incoming, outgoing) => {
      seen.push(incoming.url ?? "");
      void text(incoming).then((body) => outgoing.end(body));
    };
    const hidden = "GET /branch HTTP/1.1\r\nHost: localhost\r\n\r\n";
    const headers = { "transfer-encoding": "chunked" };
    expect((await ask({ path: "/atm", headers }, hidden)).body).toBe(hidden);
    expect(seen).toEqual(["/atm"]);
  });

  test("hands the beginning of an answer on before its end is there", async () => {
    let finish = () => undefined as unknown;
    answer = (_, outgoing) => {
      outgoing.write("first");
      finish = () => outgoing.end("last");
    };
    const asked = request({ ...base(), headers: { host: [...hosts][0] } });
    asked.end();
    const [response] = (await once(asked, "response")) as [IncomingMessage];
    const [first] = (await once(response, "data")) as [Buffer];
    expect(String(first)).toBe("first");
    finish();
    expect(await text(response)).toBe("last");
  });

  test.each(["localhost:7700", "laptop.local", "attacker.example", ""])(
    "answers to no name but its own (%s)",
    async (host) => {
      answer = () => {
        throw new Error("reached");
      };
      expect((await ask({ headers: { host } })).response.statusCode).toBe(421);
    },
  );

  test("takes no whole address for a path, and opens no tunnel", async () => {
    answer = () => {
      throw new Error("reached");
    };
    const path = "http://localhost:7702/";
    expect((await ask({ path })).response.statusCode).toBe(400);
    const port = portOf(front);
    const socket = connect({
      port,
      host: "127.0.0.1",
      servername: name,
      ca: authority.certificate,
    });
    const host = [...hosts][0] ?? "";
    socket.write(`CONNECT localhost:7702 HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    expect(await text(socket)).not.toContain("200");
  });

  test("says so when nobody answers behind it", async () => {
    behind.close();
    await once(behind, "close");
    expect((await ask()).response.statusCode).toBe(502);
  });

  test("ends its request when the caller hangs up", async () => {
    const gone = Promise.withResolvers<undefined>();
    const arrived = Promise.withResolvers<undefined>();
    answer = (incoming) => {
      arrived.resolve(undefined);
      incoming.socket.once("close", () => {
        gone.resolve(undefined);
      });
    };
    const asked = request({ ...base(), headers: { host: [...hosts][0] } });
    asked.once("error", () => undefined);
    asked.end();
    await arrived.promise;
    asked.destroy();
    await gone.promise;
  });
});
