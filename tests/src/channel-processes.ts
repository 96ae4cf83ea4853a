/** Channels in processes of their own, so that a volley of one code really comes from several places at once. */
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Shot, VolleyAnswer } from "./channel-process.ts";

const file = fileURLToPath(new URL("./channel-process.ts", import.meta.url));

export interface ChannelProcesses {
  /** Sends all of them at once, spread over the processes; every answer. */
  fire(shots: readonly Shot[]): Promise<VolleyAnswer>;
  stop(): void;
}

export const startChannelProcesses = (processes: number): ChannelProcesses => {
  const children = Array.from({ length: processes }, () => fork(file));
  return {
    fire: async (shots) => {
      const answers = await Promise.all(
        children.map((child, index) => ask(child, shareOf(shots, index, children.length))),
      );
      return answers.flat();
    },
    stop: () => {
      for (const child of children) child.disconnect();
    },
  };
};

/** Neighbours stay together: which door or server a shot is for must not say which process sends it. */
const shareOf = (shots: readonly Shot[], part: number, parts: number): readonly Shot[] =>
  shots.slice(
    Math.floor((shots.length * part) / parts),
    Math.floor((shots.length * (part + 1)) / parts),
  );

const ask = async (child: ChildProcess, shots: readonly Shot[]): Promise<VolleyAnswer> => {
  const answered = once(child, "message");
  child.send([...shots]);
  const [answer] = (await answered) as [VolleyAnswer];
  return answer;
};
