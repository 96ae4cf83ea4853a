/**
 * A client for any door of the contract, typed from the door itself: what goes in is checked by the
 * caller's compiler, what comes back by the door's schema. Transport and bearer are arguments.
 */
import type { z } from "zod";
import { problemSchema, type Problem } from "./problem.ts";
import type { Route } from "./route.ts";

/** What is used of `fetch`. */
export type HttpSend = (
  address: string,
  options: {
    readonly method: string;
    readonly headers: Record<string, string>;
    readonly body?: string;
  },
) => Promise<{ readonly status: number; text(): Promise<string> }>;

export interface ClientOptions {
  readonly send: HttpSend;
  /** Of the door's listener, without a slash at the end. */
  readonly address: string;
  /** A bearer token for doors of channels and staff. */
  readonly bearer?: string;
}

type Part<Name extends string, Schema> = Schema extends z.ZodType
  ? Readonly<Record<Name, z.input<Schema>>>
  : Readonly<Partial<Record<Name, undefined>>>;

export type RouteInput<R extends Route> = Part<"params", R["params"]> &
  Part<"query", R["query"]> &
  Part<"body", R["body"]>;

export type RouteOutput<R extends Route> = R["response"] extends z.ZodType
  ? z.output<R["response"]>
  : undefined;

export type RouteAnswer<R extends Route> =
  | { readonly ok: true; readonly value: RouteOutput<R> }
  | { readonly ok: false; readonly problem: Problem };

/** Something answered that does not speak the contract. */
export class ForeignAnswerError extends Error {
  override readonly name = "ForeignAnswerError";
  readonly code = "foreign_answer";
  readonly status: number;

  constructor(route: Route, status: number) {
    super(`${route.name} was answered with status ${status} and not in the words of the contract`);
    this.status = status;
  }
}

/** @throws ForeignAnswerError, and whatever `send` throws when nothing answers */
export async function callRoute<R extends Route>(
  options: ClientOptions,
  route: R,
  input: RouteInput<R>,
): Promise<RouteAnswer<R>> {
  const { params, query, body } = input as Record<string, unknown>;
  const answer = await options.send(
    `${options.address}${writePath(route, params)}${writeQuery(query)}`,
    {
      method: route.method,
      headers: {
        accept: "application/json",
        ...(options.bearer === undefined ? {} : { authorization: `Bearer ${options.bearer}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    },
  );
  return readAnswer(route, answer.status, await answer.text());
}

function readAnswer<R extends Route>(route: R, status: number, text: string): RouteAnswer<R> {
  const json = parseJson(text);
  if (status === route.status) {
    // The schema of this very route has just made it.
    if (route.response === undefined) return { ok: true, value: undefined as RouteOutput<R> };
    const value = route.response.safeParse(json);
    if (value.success) return { ok: true, value: value.data as RouteOutput<R> };
  }
  const problem = problemSchema.safeParse(json);
  if (problem.success) return { ok: false, problem: problem.data };
  throw new ForeignAnswerError(route, status);
}

function writePath(route: Route, params: unknown): string {
  const values = entriesOf(params);
  return route.path.replace(/:([A-Za-z]+)/g, (_whole, name: string) => {
    const value = values.find(([key]) => key === name)?.[1];
    if (value === undefined) throw new TypeError(`${route.name} needs the parameter ${name}`);
    return encodeURIComponent(value);
  });
}

function writeQuery(query: unknown): string {
  const pairs = entriesOf(query).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}

/** Parameters and queries of the contract are texts and numbers; what is undefined is left out. */
function entriesOf(record: unknown): readonly (readonly [string, string])[] {
  if (typeof record !== "object" || record === null) return [];
  return Object.entries(record).flatMap(([name, value]) =>
    typeof value === "string" || typeof value === "number" ? [[name, String(value)] as const] : [],
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
