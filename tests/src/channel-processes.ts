/** Channels in processes of their own, so that a volley of one code really comes from several places at once. */
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Volley, VolleyAnswer } from "./channel-process.ts";

const file = fileURLToPath(new URL("./channel-process.ts", import.meta.url));

export interface ChannelProcesses {
  /** Sends the code `count` times at once, spread over the processes; every answer. */
  fire(volley: Volley): Promise<VolleyAnswer>;
  stop(): void;
}

export const startChannelProcesses = (processes: number): ChannelProcesses => {
  const children = Array.from({ length: processes }, () => fork(file));
  return {
    fire: async (volley) => {
      const shares = share(volley.count, children.length);
      const answers = await Promise.all(
        children.map((child, index) => ask(child, { ...volley, count: shares[index] ?? 0 })),
      );
      return answers.flat();
    },
    stop: () => {
      for (const child of children) child.disconnect();
    },
  };
};

const share = (count: number, parts: number): readonly number[] =>
  Array.from({ length: parts }, (_, index) => Math.floor((count + index) / parts));

const ask = async (child: ChildProcess, volley: Volley): Promise<VolleyAnswer> => {
  const answered = once(child, "message");
  child.send(volley);
  const [answer] = (await answered) as [VolleyAnswer];
  return answer;
};
