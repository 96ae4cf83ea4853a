/** Sends prepared HTTP requests over kept connections, each connection its next when it has its answer. */
import { Agent, request as openRequest } from "node:http";
import { text } from "node:stream/consumers";

export interface PreparedRequest {
  readonly path: string;
  readonly dpop: string;
  readonly body: string;
}

export interface PreparedAnswer {
  readonly status: number;
  readonly body: string;
}

/** @returns the answers in the order of the requests, and how long all of them took */
export const sendPrepared = async (
  port: number,
  requests: readonly PreparedRequest[],
  connections: number,
): Promise<{ readonly answers: readonly PreparedAnswer[]; readonly seconds: number }> => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const answers: PreparedAnswer[] = [];
  let next = 0;
  const began = performance.now();
  const runConnection = async (): Promise<void> => {
    for (let position = next++; position < requests.length; position = next++) {
      const prepared = requests[position];
      if (prepared !== undefined) answers[position] = await send(agent, port, prepared);
    }
  };
  await Promise.all(Array.from({ length: connections }, runConnection));
  const seconds = (performance.now() - began) / 1000;
  agent.destroy();
  return { answers, seconds };
};

const send = (agent: Agent, port: number, prepared: PreparedRequest): Promise<PreparedAnswer> =>
  new Promise((resolve, reject) => {
    const { path, dpop, body } = prepared;
    const headers = {
      dpop,
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
    };
    const sent = openRequest(
      { agent, host: "127.0.0.1", port, method: "POST", path, headers },
      (answer) => {
        text(answer).then((read) => {
          resolve({ status: answer.statusCode ?? 0, body: read });
        }, reject);
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
