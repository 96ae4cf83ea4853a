/**
 * Switches that make a service of the sandbox misbehave on purpose, so that tests and newcomers
 * see what the bank's programs do then. Kept in memory: a restart behaves again.
 */
import { setTimeout as waitMilliseconds } from "node:timers/promises";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { HttpServer } from "./http-server.ts";
import { sendProblem } from "./problem.ts";

const DEFAULT_DELAY_MILLISECONDS = 3_000;
const MAX_DELAY_MILLISECONDS = 120_000;

export const Behaviour = z.strictObject({
  mode: z
    .enum(["normal", "slow", "down", "nonsense"])
    .describe("slow: answers late; down: 503; nonsense: 200 with JSON of another shape"),
  delayMilliseconds: z
    .int()
    .min(0)
    .max(MAX_DELAY_MILLISECONDS)
    .default(DEFAULT_DELAY_MILLISECONDS)
    .describe("Counts in the mode slow"),
});

export type Behaviour = z.output<typeof Behaviour>;

export interface BehaviourSwitch {
  current: Behaviour;
  readonly wait: Wait;
  /** Ends the waiting of slow answers when the sandbox stops. */
  readonly closing: AbortSignal;
}

/** Rejected when the signal is aborted. */
export type Wait = (milliseconds: number, signal: AbortSignal) => Promise<unknown>;

const machineWait: Wait = (milliseconds, signal) =>
  waitMilliseconds(milliseconds, undefined, { signal });

export function createBehaviourSwitch(
  app: Pick<HttpServer, "addHook">,
  wait: Wait = machineWait,
): BehaviourSwitch {
  const closing = new AbortController();
  app.addHook("preClose", (done) => {
    closing.abort();
    done();
  });
  const current: Behaviour = { mode: "normal", delayMilliseconds: DEFAULT_DELAY_MILLISECONDS };
  return { current, wait, closing: closing.signal };
}

const NONSENSE = Buffer.from('{"customers":{"0":null},"messages":-1,"status":"perhaps"}');

/** A hook for `preHandler`: answers in the service's place unless it is to behave. */
export function misbehave(behaviour: BehaviourSwitch) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const { mode, delayMilliseconds } = behaviour.current;
    if (mode !== "normal") request.log.info({ mode, delayMilliseconds }, "misbehaves on purpose");
    switch (mode) {
      case "normal":
        return undefined;
      case "slow":
        return waitOrClose(behaviour, delayMilliseconds);
      case "down":
        return sendProblem(reply, "temporarily_unavailable");
      case "nonsense":
        return reply.code(200).type("application/json; charset=utf-8").send(NONSENSE);
    }
  };
}

async function waitOrClose(
  { wait, closing }: Pick<BehaviourSwitch, "wait" | "closing">,
  milliseconds: number,
): Promise<void> {
  try {
    await wait(milliseconds, closing);
  } catch (error) {
    if (!closing.aborted) throw error;
  }
}
