import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkServer, startPostgres, type RunningPostgres } from "./index.ts";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const dataFolder = mkdtempSync(join(tmpdir(), "ramznama-check-server-"));
let postgres: RunningPostgres;

beforeAll(async () => {
  postgres = await startPostgres({ dataFolder });
});

afterAll(async () => {
  await postgres.stop();
  rmSync(dataFolder, { recursive: true, force: true });
});

function changed(change: (url: URL) => void): string {
  const url = new URL(postgres.url);
  change(url);
  return url.href;
}

describe("a database server that is given", () => {
  test("is accepted when it serves, and its version is told", async () => {
    expect(await checkServer(postgres.url)).toBe(18);
  });

  test.each([
    [
      "a wrong password",
      (url: URL) => (url.password = "secret-and-wrong"),
      /refuses this user or password/,
    ],
    ["an unknown database", (url: URL) => (url.pathname = "/nowhere"), /no database of that name/],
    ["a port where nobody listens", (url: URL) => (url.port = "1"), /nobody listens there/],
    ["an unknown host", (url: URL) => (url.hostname = "nowhere.invalid"), /host name is unknown/],
  ])("%s is said without the password", async (_, change, message) => {
    const url = changed((given) => void change(given));
    const refusal = checkServer(url);
    await expect(refusal).rejects.toThrow(message);
    await expect(refusal).rejects.toMatchObject({ code: "server_unusable" });
    const said = await refusal.catch((error: unknown) => String(error));
    expect(said).not.toContain(new URL(url).password);
  });

  test.each(["mysql://u:p@h/d", "localhost:5432", "rubbish"])("%s is no address", async (url) => {
    await expect(checkServer(url)).rejects.toThrow(/no PostgreSQL address/);
  });

  test.each([
    [140_011, /PostgreSQL 14, and Ramznama is made for 15 to 18/],
    [190_000, /PostgreSQL 19, and Ramznama is made for 15 to 18/],
  ])("version %i is refused with what is needed", async (version, message) => {
    const server = await oldServer(version);
    await expect(checkServer(server.url)).rejects.toThrow(message);
    server.close();
  });
});

/** Speaks just enough of the protocol (PostgreSQL 18, chapter 54) to tell another version. */
async function oldServer(version: number): Promise<{ url: string; close: () => void }> {
  const message = (type: string, body: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeInt32BE(body.length + 4);
    return Buffer.concat([Buffer.from(type), length, body]);
  };
  const ready = message("Z", Buffer.from("I"));
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => {
      socket.write(Buffer.concat([message("R", Buffer.alloc(4)), ready]));
      socket.once("data", () => {
        socket.write(Buffer.concat([...versionRow(version).map(([t, b]) => message(t, b)), ready]));
      });
    });
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      resolve((server.address() as { port: number }).port);
    });
  });
  return { url: `postgresql://u:p@127.0.0.1:${port}/d`, close: () => server.close() };
}

// RowDescription, DataRow and CommandComplete for (version text, standby bool).
function versionRow(version: number): [string, Buffer][] {
  const column = (name: string, type: number) => {
    const rest = Buffer.alloc(18);
    rest.writeInt32BE(type, 6);
    return Buffer.concat([Buffer.from(`${name}\0`), rest]);
  };
  const value = (text: string) => {
    const length = Buffer.alloc(4);
    length.writeInt32BE(text.length);
    return Buffer.concat([length, Buffer.from(text)]);
  };
  const two = Buffer.from([0, 2]);
  return [
    ["T", Buffer.concat([two, column("version", 25), column("standby", 16)])],
    ["D", Buffer.concat([two, value(String(version)), value("f")])],
    ["C", Buffer.from("SELECT 1\0")],
  ];
}
