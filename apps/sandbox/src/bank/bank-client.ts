/**
 * How the bank's own programs speak to Ramznama: over HTTP, in the words of the contract. Whatever
 * comes back is a value; a server that is away is one of them.
 */
import {
  callRoute,
  type Problem,
  type Route,
  type RouteInput,
  type RouteOutput,
} from "@ramznama/contract";
import type { Logger } from "../platform/logger.ts";

const PATIENCE_MILLISECONDS = 15_000;

export type BankRefusal =
  | { readonly ok: false; readonly reason: "refused"; readonly problem: Problem }
  /** Nobody knows whether it was done: ask again with the same reference. */
  | { readonly ok: false; readonly reason: "unreachable" };

export type BankAnswer<R extends Route> =
  { readonly ok: true; readonly value: RouteOutput<R> } | BankRefusal;

export interface BankClient {
  call<R extends Route>(route: R, input: RouteInput<R>): Promise<BankAnswer<R>>;
}

export interface BankClientOptions {
  /** The server's internal listener, without a slash at the end. */
  readonly address: string;
  /** A bearer token; `renewed`: the one before was not taken. */
  readonly bearer: (renewed: boolean) => Promise<string>;
  readonly logger: Logger;
}

export function createBankClient(options: BankClientOptions): BankClient {
  return {
    async call(route, input) {
      try {
        const answer = await callOnce(options, route, input, false);
        const refused = answer.ok ? undefined : answer.problem.code;
        return refused === "unauthenticated" || refused === "token_expired"
          ? asBankAnswer(await callOnce(options, route, input, true))
          : asBankAnswer(answer);
      } catch (error) {
        options.logger.warn({ err: error, route: route.name }, "the server was not reached");
        return { ok: false, reason: "unreachable" };
      }
    },
  };
}

async function callOnce<R extends Route>(
  { address, bearer }: BankClientOptions,
  route: R,
  input: RouteInput<R>,
  renewed: boolean,
) {
  const signal = AbortSignal.timeout(PATIENCE_MILLISECONDS);
  const send = (target: string, init: RequestInit) => fetch(target, { ...init, signal });
  return callRoute({ send, address, bearer: await bearer(renewed) }, route, input);
}

function asBankAnswer<R extends Route>(
  answer: Awaited<ReturnType<typeof callOnce<R>>>,
): BankAnswer<R> {
  return answer.ok ? answer : { ok: false, reason: "refused", problem: answer.problem };
}
