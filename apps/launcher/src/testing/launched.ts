// The launcher as a process of its own, as a terminal or npm would start it.

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

export interface Launched {
  readonly process: ChildProcess;
  /** Everything it has written. */
  output(): string;
  /** Resolves when the line is there; fails when the process ends before. */
  says(text: string): Promise<void>;
  /** The exit code; null after a signal. */
  readonly ended: Promise<number | null>;
}

export interface LaunchedOptions {
  readonly folder: string;
  readonly portBase: number;
  readonly args?: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
  /** Instead of Node directly: a shell command in which $LAUNCHER stands for the command line. */
  readonly shell?: string;
  /** Instead of the launcher with stand-ins. */
  readonly script?: string;
}

const withStandIns = fileURLToPath(import.meta.resolve("./start-with-stand-ins.ts"));

export function launchProcess(options: LaunchedOptions): Launched {
  const { folder, portBase, args = [], environment, shell, script = withStandIns } = options;
  const own = [script, ...args];
  const quoted = [process.execPath, ...own].map((part) => `'${part}'`).join(" ");
  const command = shell?.replace("$LAUNCHER", quoted);
  const child = spawn(
    command === undefined ? process.execPath : "sh",
    command === undefined ? own : ["-c", command],
    {
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...withoutNpm(process.env),
        RAMZNAMA_DATA: folder,
        PORT_BASE: String(portBase),
        ...environment,
      },
    },
  );
  return watch(child);
}

// Under npm the launcher watches its parent; a test says itself whether it plays npm.
function withoutNpm(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const rest = { ...environment };
  for (const name of ["npm_lifecycle_event", "INIT_CWD", "DATABASE_URL"])
    Reflect.deleteProperty(rest, name);
  return rest;
}

function watch(child: ChildProcess): Launched {
  let text = "";
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      for (const look of waiting) look();
    });
  }
  const ended = once(child, "close").then(([code]) => code as number | null);
  const says = (wanted: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (!text.includes(wanted)) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
      void ended.then(() => {
        reject(new Error(`It ended without saying "${wanted}":\n${text}`));
      });
    });
  return { process: child, output: () => text, says, ended };
}

/** Three neighbouring ports that are free just now. */
export async function freePortBase(): Promise<number> {
  for (let base = 9000 + (process.pid % 500) * 20; ; base += 3) {
    if ((await Promise.all([base, base + 1, base + 2].map(isFree))).every(Boolean)) return base;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => {
      resolve(false);
    });
    server.listen(port, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
