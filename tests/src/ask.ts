/** One raw request to a listener of the server, for tests that send what no program of ours would send. */
import { problemSchema, type Listener, type Problem } from "@ramznama/contract";
import type { TestBank } from "./test-bank.ts";

export interface Question {
  readonly listener: Listener;
  readonly method: string;
  /** With the query, as it stands in the address. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** As sent; `application/json` unless the headers say otherwise. */
  readonly text?: string | Uint8Array<ArrayBuffer>;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export const ask = async (bank: TestBank, question: Question): Promise<Reply> => {
  const { listener, method, path, headers = {}, text } = question;
  const origin = listener === "public" ? bank.publicUrl() : bank.internalUrl();
  const response = await fetch(origin + path, {
    method,
    headers: { ...(text === undefined ? {} : { "content-type": "application/json" }), ...headers },
    ...(text === undefined ? {} : { body: text }),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
};

export const bearer = (token: string): Record<string, string> => ({
  authorization: `Bearer ${token}`,
});

/** @throws when the answer is not a problem of the contract, nothing more and nothing less */
export const problemOf = (reply: Reply): Problem => {
  const type = reply.headers.get("content-type");
  if (type !== "application/problem+json; charset=utf-8") {
    throw new Error(`${reply.status} ${String(type)}: ${reply.text}`);
  }
  const problem = problemSchema.strict().parse(JSON.parse(reply.text));
  if (problem.status !== reply.status) throw new Error(`${reply.status} says ${reply.text}`);
  return problem;
};

/** Status and code, as most tests compare them. */
export const refusalOf = (reply: Reply): readonly [number, string] => {
  const { status, code } = problemOf(reply);
  return [status, code];
};
