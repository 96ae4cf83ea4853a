/**
 * A process of its own that makes load, told what to do over IPC: it plans requests, calls the server over HTTP, or
 * holds the engine and calls it directly. `sparring` is the trivial server against which its own ceiling is taken.
 */
import { once } from "node:events";
import { createServer } from "node:net";
import { parseServerConfig } from "@ramznama/server";
import { openEngineUnderTest, type EngineUnderTest } from "../engine-under-test.ts";
import { callOverHttp, type HttpLoad } from "./http-callers.ts";
import { planLoad, type LoadPlan } from "./load-plan.ts";
import { createRecorder, untilStart, type LoadResult, type RunTimes } from "./measure.ts";

export type LoadCommand =
  | {
      readonly do: "plan";
      readonly size: number;
      readonly secret: string;
      readonly count: number;
      readonly lastStart: number;
    }
  | ({ readonly do: "http" } & HttpLoad)
  | { readonly do: "open-engine"; readonly environment: Readonly<Record<string, string>> }
  | { readonly do: "engine"; readonly callers: number; readonly times: RunTimes }
  | { readonly do: "sparring" };

export type LoadReply =
  | {
      readonly ok: true;
      readonly result?: LoadResult;
      readonly port?: number;
      /** Unix seconds. */
      readonly start?: number;
    }
  | { readonly ok: false; readonly error: string };

let plan: LoadPlan | undefined;
let engine: EngineUnderTest | undefined;

const perform = async (command: LoadCommand): Promise<LoadReply> => {
  switch (command.do) {
    case "plan":
      plan = undefined;
      plan = planLoad({ ...command, secret: Buffer.from(command.secret, "hex") });
      return { ok: true, start: plan.start };
    case "http":
      if (plan === undefined) throw new Error("plan first");
      return { ok: true, result: await callOverHttp(plan, command) };
    case "open-engine":
      engine = await openEngineUnderTest(parseServerConfig(command.environment));
      return { ok: true };
    case "engine":
      if (plan === undefined || engine === undefined) throw new Error("plan and open first");
      return { ok: true, result: await callEngine(engine, plan, command) };
    case "sparring":
      return { ok: true, port: await serveAccepts() };
  }
};

const callEngine = async (
  subject: EngineUnderTest,
  requests: LoadPlan,
  { callers, times }: { readonly callers: number; readonly times: RunTimes },
): Promise<LoadResult> => {
  const recorder = createRecorder(times);
  let next = 0;
  const runCaller = async (): Promise<void> => {
    while (!recorder.isOver()) {
      if (next >= requests.count) throw new Error("the planned codes ran out");
      const call = requests.callOf(next);
      next += 1;
      const beganAt = performance.now();
      try {
        const { outcome } = await subject.verify(call);
        recorder.record(outcome, beganAt);
      } catch (error) {
        recorder.record("failed", beganAt, String(error));
      }
    }
  };
  await untilStart(times);
  await Promise.all(Array.from({ length: callers }, runCaller));
  return recorder.result(requests.runName);
};

/** Answers whatever comes as the server would, without looking at it. */
const serveAccepts = async (): Promise<number> => {
  const body = `{"outcome":"accepted","verificationId":"00000000-0000-4000-8000-000000000000"}`;
  const answer = Buffer.from(
    `HTTP/1.1 200 OK\r\ncache-control: no-store\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on("data", () => socket.write(answer));
    socket.on("error", () => socket.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
};

process.on("message", (command: LoadCommand) => {
  perform(command).then(
    (reply) => process.send?.(reply),
    (error: unknown) =>
      process.send?.({ ok: false, error: error instanceof Error ? error.stack : String(error) }),
  );
});
process.on("disconnect", () => {
  process.exit(0);
});
