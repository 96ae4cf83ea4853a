import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { LoadCommand, LoadReply } from "./load-process.ts";

export interface LoadProcess {
  readonly pid: number;
  /** @throws Error with what went wrong there */
  ask(command: LoadCommand): Promise<Extract<LoadReply, { ok: true }>>;
  stop(): void;
}

const file = fileURLToPath(new URL("./load-process.ts", import.meta.url));

export const startLoadProcess = (): LoadProcess => {
  const child = fork(file);
  const ended = once(child, "exit").then(() => {
    throw new Error("a load process ended by itself");
  });
  // Once it is told to stop, its end is nobody's failure.
  ended.catch(() => undefined);
  return {
    pid: child.pid ?? 0,
    ask: async (command) => {
      const answered = once(child, "message");
      child.send(command);
      const [reply] = (await Promise.race([answered, ended])) as [LoadReply];
      if (!reply.ok) throw new Error(reply.error);
      return reply;
    },
    stop: () => {
      child.disconnect();
    },
  };
};
