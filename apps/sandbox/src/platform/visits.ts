/**
 * Who stands before a screen of the street: kept in memory, found by a cookie that scripts cannot read
 * and other sites cannot send. A visit ends by itself when nothing happens, and with a restart.
 */
import { randomBytes } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Clock } from "./clock.ts";

/** The oldest give way, so that memory has an end. */
const MAX_VISITS = 2_000;

export interface VisitsOptions {
  readonly cookieName: string;
  /** The pages that see the cookie. */
  readonly path: string;
  readonly idleSeconds: number;
  readonly clock: Clock;
}

export interface Visits<State> {
  /** Under a new name, so that a name from before signing in is worth nothing afterwards. */
  begin(request: FastifyRequest, reply: FastifyReply, state: State): void;
  /** What is known of the visit; undefined when there is none any more. */
  find(request: FastifyRequest): State | undefined;
  keep(request: FastifyRequest, state: State): void;
  end(request: FastifyRequest, reply: FastifyReply): void;
}

export function createVisits<State>(options: VisitsOptions): Visits<State> {
  const { cookieName, path, idleSeconds, clock } = options;
  const visits = new Map<string, { readonly state: State; readonly seenAt: number }>();
  const attributes = `Path=${path}; HttpOnly; SameSite=Strict`;
  const nameOf = ({ headers }: FastifyRequest) => readCookie(headers.cookie, cookieName);
  const store = (id: string, state: State) => {
    visits.delete(id);
    visits.set(id, { state, seenAt: clock.now() });
    const [oldest] = visits.keys();
    if (visits.size > MAX_VISITS && oldest !== undefined) visits.delete(oldest);
  };
  const find = (id: string) => {
    const visit = visits.get(id);
    if (visit === undefined) return undefined;
    if (clock.now() - visit.seenAt < idleSeconds * 1_000) return visit;
    visits.delete(id);
    return undefined;
  };
  return {
    begin(request, reply, state) {
      visits.delete(nameOf(request));
      const id = randomBytes(32).toString("base64url");
      store(id, state);
      reply.header("set-cookie", `${cookieName}=${id}; ${attributes}`);
    },
    find(request) {
      const id = nameOf(request);
      const visit = find(id);
      if (visit !== undefined) store(id, visit.state);
      return visit?.state;
    },
    keep(request, state) {
      const id = nameOf(request);
      if (find(id) !== undefined) store(id, state);
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
