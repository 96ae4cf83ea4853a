// `npm start -- --lan` as a real process with the real programs behind it.

import { createHash, X509Certificate } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { request } from "node:https";
import { createServer } from "node:net";
import { hostname, networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  freePortBase,
  launchProcess,
  type Launched,
  type LaunchedOptions,
} from "../testing/launched.ts";
import { listenersOf } from "../testing/listeners-of.ts";
import { processesOf } from "../testing/processes-of.ts";
import { findLanNames, hostsOf, type LanNames } from "./lan-names.ts";

const start = fileURLToPath(import.meta.resolve("../start.ts"));
const names = namesOfThisMachine();
let root: string;
let folder: string;
let portBase: number;
const launched: Launched[] = [];

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "ramznama-lan-test-"));
  folder = join(root, "data");
  portBase = await freePortBase();
});

afterEach(async () => {
  for (const one of launched.splice(0)) await end(one);
  rmSync(root, { recursive: true, force: true, maxRetries: 10 });
});

function launch(args: readonly string[], own: Partial<LaunchedOptions> = {}): Launched {
  const one = launchProcess({ folder, portBase, args, ...own });
  launched.push(one);
  return one;
}

async function end({ process: child, ended }: Launched): Promise<string[]> {
  child.kill("SIGTERM");
  await ended;
  return processesOf(folder);
}

function namesOfThisMachine(): LanNames | undefined {
  try {
    return findLanNames(networkInterfaces(), hostname());
  } catch {
    return undefined;
  }
}

const authority = () => readFileSync(join(folder, "lan", "ramznama-sandbox-ca.crt"), "utf8");

/** Under any of the machine's names, which need not be resolvable here. */
async function open(host: string, port: number, path: string) {
  const [address = ""] = names?.addresses ?? [];
  const headers = { host: `${host}:${port}`, accept: "text/html" };
  const asked = request({ host: address, port, path, headers, ca: authority(), agent: false });
  asked.end();
  const [response] = (await once(asked, "response")) as [IncomingMessage];
  return { status: response.statusCode, body: await text(response) };
}

const listeners = (one: Launched) =>
  listenersOf([
    one.process.pid ?? 0,
    ...processesOf(folder).map((line) => Number(line.split(" ")[0])),
  ]);

describe("without --lan", () => {
  test("nothing listens beyond the loopback, and no certificate is made", async () => {
    const one = launch([], { script: start });
    await one.says("Ramznama is running");
    const found = listeners(one);
    for (const offset of [0, 1, 2])
      expect(found.map(({ port }) => port)).toContain(portBase + offset);
    expect(found.filter(({ isLoopback }) => !isLoopback)).toEqual([]);
    expect(() => statSync(join(folder, "lan"))).toThrow("ENOENT");
  });
});

// On a machine without a local network there is something else to show.
if (names === undefined) {
  describe("--lan without a local network", () => {
    test("is one clear sentence", async () => {
      const one = launch(["--lan"]);
      expect(await one.ended).toBe(1);
      expect(one.output()).toMatch(/^This machine .* or start without --lan\.$/m);
    });
  });
} else {
  describe("--lan", () => {
    const hosts = hostsOf(names);
    const [address = ""] = hosts;

    test("shows the phone's door and the street under every name, to whoever trusts the authority", async () => {
      const one = launch(["--lan"], { script: start });
      await one.says("internal door is not on the network");
      for (const host of hosts) {
        const configuration = await open(host, portBase + 11, "/device/v1/configuration");
        expect(JSON.parse(configuration.body)).toHaveProperty("policy.validitySeconds", 121);
        expect((await open(host, portBase + 11, "/")).body).toContain('<html lang="fa"');
        const street = await open(host, portBase + 10, "/");
        expect(street.body).toContain(`href="https://${host}:${portBase + 11}/"`);
        expect(street.body).not.toContain("localhost");
      }
      await expect(fetch(`https://${address}:${portBase + 11}/`)).rejects.toThrow();
      expect(await open(address, portBase + 10, "/branch")).toMatchObject({ status: 403 });

      const outward = listeners(one).filter(({ isLoopback }) => !isLoopback);
      const ports = [...new Set(outward.map(({ port }) => port))].sort((a, b) => a - b);
      expect(ports).toEqual([portBase + 10, portBase + 11, portBase + 12]);
      expect(await end(one)).toEqual([]);
    });

    test("counts each caller for itself, not all of them as the front", async () => {
      const environment = { PUBLIC_REQUESTS_PER_MINUTE: "5" };
      const one = launch(["--lan"], { script: start, environment });
      await one.says("internal door is not on the network");
      const path = "/device/v1/configuration";
      const statuses: unknown[] = [];
      for (let n = 0; n < 6; n += 1)
        statuses.push((await open(address, portBase + 11, path)).status);
      expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
      expect((await fetch(`http://localhost:${portBase + 1}${path}`)).status).toBe(200);
    });

    test("offers the authority's certificate with the fingerprint it prints, nothing else, and keeps it", async () => {
      const one = launch(["--lan"]);
      await one.says("internal door is not on the network");
      const plain = `http://${address}:${portBase + 12}`;
      const answer = await fetch(`${plain}/ramznama-sandbox-ca.crt`);
      expect(answer.headers.get("content-type")).toBe("application/x-x509-ca-cert");
      const der = Buffer.from(await answer.arrayBuffer());
      expect(der).toEqual(new X509Certificate(authority()).raw);
      const digest = createHash("sha256").update(der).digest("hex").toUpperCase();
      expect(one.output()).toContain(`SHA-256 ${digest.match(/../g)?.join(":") ?? ""}`);
      for (const path of ["/", "/authority.pem", "/../authority.pem", "/server.pem"])
        expect((await fetch(plain + path)).status).toBe(404);
      const posted = await fetch(`${plain}/ramznama-sandbox-ca.crt`, { method: "POST" });
      expect(posted.status).toBe(405);
      expect(statSync(join(folder, "lan", "authority.pem")).mode & 0o777).toBe(0o600);
      await end(one);
      const again = launch(["--lan"]);
      await again.says(`SHA-256 ${new X509Certificate(der).fingerprint256}`);
    });

    test.each([10, 11, 12])("says in one sentence that port +%i is taken", async (offset) => {
      const other = createServer();
      const [host = ""] = names.addresses;
      other.listen(portBase + offset, host);
      await once(other, "listening");
      const one = launch(["--lan"]);
      expect(await one.ended).toBe(1);
      expect(one.output()).toContain(
        `Port ${portBase + offset} is taken by another program (${host})`,
      );
      other.close();
    });
  });
}
