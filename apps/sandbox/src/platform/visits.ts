/**
 * Who stands before a screen of the street: kept in memory, found by a cookie that scripts cannot read
 * and other sites cannot send. A visit ends by itself when nothing happens, and with a restart.
 */
import { randomBytes } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Clock } from "./clock.ts";

/** The oldest give way, so that memory has an end. */
const MAX_VISITS = 2_000;
/** How long a name from before signing in is still found: a second click comes with it. */
const RETIRED_MILLISECONDS = 5_000;

export interface VisitsOptions {
  readonly cookieName: string;
  /** The pages that see the cookie. */
  readonly path: string;
  readonly idleSeconds: number;
  readonly clock: Clock;
}

export interface Visits<State> {
  /** Under a new name: whoever knew the name from before signing in has no part in this visit. */
  begin(request: FastifyRequest, reply: FastifyReply, state: State): void;
  /** What is known of the visit; undefined when there is none any more. */
  find(request: FastifyRequest): State | undefined;
  keep(request: FastifyRequest, state: State): void;
  end(request: FastifyRequest, reply: FastifyReply): void;
}

interface Visit<State> {
  readonly state: State;
  /** Milliseconds since 1970. */
  readonly endsAt: number;
  readonly retired: boolean;
}

export function createVisits<State>(options: VisitsOptions): Visits<State> {
  const { cookieName, path, idleSeconds, clock } = options;
  const visits = new Map<string, Visit<State>>();
  const attributes = `Path=${path}; HttpOnly; SameSite=Strict`;
  const nameOf = ({ headers }: FastifyRequest) => readCookie(headers.cookie, cookieName);
  const store = (id: string, state: State, retired = false) => {
    visits.delete(id);
    const endsAt = clock.now() + (retired ? RETIRED_MILLISECONDS : idleSeconds * 1_000);
    visits.set(id, { state, endsAt, retired });
    const [oldest] = visits.keys();
    if (visits.size > MAX_VISITS && oldest !== undefined) visits.delete(oldest);
  };
  const find = (id: string) => {
    const visit = visits.get(id);
    if (visit === undefined) return undefined;
    if (clock.now() < visit.endsAt) return visit;
    visits.delete(id);
    return undefined;
  };
  return {
    begin(request, reply, state) {
      const before = find(nameOf(request));
      if (before !== undefined) store(nameOf(request), before.state, true);
      const id = randomBytes(32).toString("base64url");
      store(id, state);
      reply.header("set-cookie", `${cookieName}=${id}; ${attributes}`);
    },
    find(request) {
      const id = nameOf(request);
      const visit = find(id);
      if (visit?.retired === false) store(id, visit.state);
      return visit?.state;
    },
    keep(request, state) {
      const id = nameOf(request);
      const visit = find(id);
      if (visit !== undefined) store(id, state, visit.retired);
    },
    end(request, reply) {
      visits.delete(nameOf(request));
      reply.header("set-cookie", `${cookieName}=; Max-Age=0; ${attributes}`);
    },
  };
}

/** RFC 6265 section 4.2.1; empty when there is no such cookie. */
function readCookie(header: string | undefined, name: string): string {
  const pairs = (header ?? "").split("; ");
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
}
