import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const main = fileURLToPath(new URL("main.ts", import.meta.url));

interface Process {
  readonly child: ChildProcess;
  readonly log: () => string;
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<unknown>;
}

function start(environment: Readonly<Record<string, string>>): Process {
  const child = fork(main, { env: environment, silent: true, execArgv: [] });
  let log = "";
  const streams = [child.stdout, child.stderr].flatMap((stream) =>
    stream === null ? [] : [stream],
  );
  for (const stream of streams)
    stream.on("data", (chunk: Buffer) => {
      log += chunk.toString();
    });
  // The event "close" stays out when the channel was closed before the end.
  const ends = streams.map((stream) => once(stream, "end"));
  const ended = once(child, "exit").then(async ([code, signal]: unknown[]) => {
    await Promise.all(ends);
    return code ?? signal;
  });
  return { child, log: () => log, ended };
}

async function untilOpen({ child, log, ended }: Process): Promise<string> {
  const opened = async () => {
    while (!log().includes("the sandbox is open"))
      if (child.stdout !== null) await once(child.stdout, "data");
  };
  const outcome = await Promise.race([opened(), ended.then(() => "ended")]);
  if (outcome === "ended") throw new Error(`the sandbox did not open: ${log()}`);
  return /"url":"([^"]+)"/u.exec(log())?.[1] ?? "";
}

describe("the sandbox as a process", () => {
  let dataFolder: string;
  beforeAll(() => {
    dataFolder = mkdtempSync(join(tmpdir(), "ramznama-sandbox-"));
  });
  afterAll(() => {
    rmSync(dataFolder, { recursive: true });
  });

  it.each(["SIGTERM", "SIGINT"] as const)("%s ends it in order", async (signal) => {
    const sandbox = start({ PORT: "0", DATA_FOLDER: dataFolder });
    const url = await untilOpen(sandbox);
    for (const name of ["localhost", "127.0.0.1"])
      expect((await fetch(`${url.replace("localhost", name)}/health/ready`)).status).toBe(200);
    sandbox.child.kill(signal);
    expect(await sandbox.ended).toBe(0);
    await expect(fetch(`${url}/health/live`)).rejects.toThrow();
  });

  it("It ends with the process that started it", async () => {
    const sandbox = start({ PORT: "0", DATA_FOLDER: dataFolder });
    await untilOpen(sandbox);
    sandbox.child.disconnect();
    expect(await sandbox.ended).toBe(0);
  });

  it("A taken port, a damaged folder and a missing setting are each one clear line", async () => {
    const other = createServer().listen(0, "localhost");
    await once(other, "listening");
    const address = other.address();
    const port = typeof address === "object" ? String(address?.port) : "";
    const damaged = mkdtempSync(join(tmpdir(), "ramznama-sandbox-"));
    writeFileSync(join(damaged, "signing-key.json"), '{"d":"a-secret-part"}\n');
    const cases = [
      [{ PORT: port, DATA_FOLDER: dataFolder }, "port_taken", `Port ${port} is taken`],
      [{ PORT: "0", DATA_FOLDER: damaged }, "data_damaged", "signing-key.json is damaged"],
      [{ PORT: "0", DATA_FOLDER: join(main, "data") }, "data_folder_unusable", "cannot be created"],
      [{ PORT: "0" }, "configuration_invalid", "DATA_FOLDER"],
    ] as const;
    for (const [environment, code, sentence] of cases) {
      const sandbox = start(environment);
      expect(await sandbox.ended).toBe(1);
      const lines = sandbox.log().trim().split("\n");
      expect(lines).toHaveLength(1);
      expect(JSON.parse(lines[0] ?? "")).toMatchObject({ code, level: 60 });
      expect(sandbox.log()).toContain(sentence);
      expect(sandbox.log()).not.toContain("a-secret-part");
    }
    other.close();
    rmSync(damaged, { recursive: true });
  });
});
