/** The server as a process of its own, beside the test's, on the same database: to be raced, stopped and killed. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const mainFile = fileURLToPath(new URL("../../apps/server/src/main.ts", import.meta.url));

export interface ServerProcess {
  readonly publicUrl: string;
  readonly internalUrl: string;
  /** SIGKILL, and gone when the promise resolves. */
  kill9(): Promise<void>;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
}

export const startServerProcess = async (
  environment: Readonly<Record<string, string>>,
): Promise<ServerProcess> => {
  const child = spawn(process.execPath, [mainFile], {
    env: { ...environment, LOG_LEVEL: "info" },
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  const { publicPort, internalPort } = await untilStarted(child);
  const ended = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await once(child, "exit");
    }
    return child.exitCode;
  };
  return {
    publicUrl: `http://localhost:${publicPort}`,
    internalUrl: `http://localhost:${internalPort}`,
    kill9: async () => {
      await ended("SIGKILL");
    },
    stop: () => ended("SIGTERM"),
  };
};

interface Started {
  readonly publicPort: number;
  readonly internalPort: number;
}

const untilStarted = async (child: ChildProcess): Promise<Started> => {
  if (child.stdout === null) throw new Error("the server's output is piped");
  for await (const line of createInterface({ input: child.stdout })) {
    const entry = JSON.parse(line) as Partial<Started> & { readonly msg?: string };
    if (entry.msg !== "server.started") continue;
    // From here on nobody reads the log; it must not fill the pipe.
    child.stdout.resume();
    if (entry.publicPort === undefined || entry.internalPort === undefined) break;
    return { publicPort: entry.publicPort, internalPort: entry.internalPort };
  }
  throw new Error(`the server did not start (exit code ${child.exitCode ?? "none"})`);
};
