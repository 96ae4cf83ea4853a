/**
 * Callers over HTTP/1.1: each holds one connection and sends its next request when it has its answer. Raw sockets,
 * requests copied into place and answers looked at with two searches, so that the callers cost little.
 */
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { createRecorder, untilStart, type LoadResult, type RunTimes } from "./measure.ts";

export interface HttpLoad {
  /** Of one server, or of several that the callers are spread over. */
  readonly ports: readonly number[];
  readonly path: string;
  readonly bearer: string;
  readonly callers: number;
  readonly times: RunTimes;
}

export interface Requests {
  readonly count: number;
  readonly runName: string;
  readonly bodyLength: number;
  readonly bodies: Buffer;
}

const accepted = '"outcome":"accepted"';
const rejected = '"outcome":"rejected"';

export const callOverHttp = async (requests: Requests, load: HttpLoad): Promise<LoadResult> => {
  const recorder = createRecorder(load.times);
  const head = Buffer.from(
    `POST ${load.path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${load.bearer}\r\n` +
      `content-type: application/json\r\ncontent-length: ${requests.bodyLength}\r\n\r\n`,
  );
  let next = 0;
  const runCaller = (socket: Socket): Promise<void> =>
    new Promise((resolve, reject) => {
      const request = Buffer.alloc(head.length + requests.bodyLength);
      head.copy(request);
      let pending = "";
      let beganAt = 0;
      const send = (): void => {
        if (recorder.isOver()) {
          socket.destroy();
          resolve();
          return;
        }
        if (next >= requests.count) {
          reject(new Error("the planned codes ran out before the run was over"));
          return;
        }
        const from = next * requests.bodyLength;
        requests.bodies.copy(request, head.length, from, from + requests.bodyLength);
        next += 1;
        beganAt = performance.now();
        socket.write(request);
      };
      socket.setEncoding("latin1");
      socket.on("data", (chunk) => {
        pending += String(chunk);
        if (!isWhole(pending)) return;
        if (pending.includes(accepted)) recorder.record("accepted", beganAt);
        else if (pending.includes(rejected)) recorder.record("rejected", beganAt);
        else recorder.record("failed", beganAt, pending);
        pending = "";
        send();
      });
      socket.on("error", reject);
      socket.on("close", () => {
        if (!recorder.isOver()) reject(new Error("the server closed a connection during the run"));
      });
      send();
    });
  // Just before they are used: the server ends connections on which nothing is said.
  await untilStart({ ...load.times, startAt: load.times.startAt - 1_000 });
  const sockets = await Promise.all(
    Array.from({ length: load.callers }, (_, caller) =>
      open(load.ports[caller % load.ports.length] ?? 0),
    ),
  );
  await untilStart(load.times);
  await Promise.all(sockets.map(runCaller));
  return recorder.result(requests.runName);
};

const open = async (port: number): Promise<Socket> => {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  await once(socket, "connect");
  return socket;
};

const lengthHeader = "content-length: ";

const isWhole = (answer: string): boolean => {
  const end = answer.indexOf("\r\n\r\n");
  if (end < 0) return false;
  const at = answer.indexOf(lengthHeader);
  if (at < 0) throw new Error(`an answer without a length: ${answer.slice(0, end)}`);
  return answer.length >= end + 4 + Number.parseInt(answer.slice(at + lengthHeader.length), 10);
};
