/** Who sends this request: by the bearer token in its header, else by the session its cookie names. */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Caller, VerifyBearer } from "./identity.ts";

/** @throws RamznamaError `unauthenticated`, `token_expired`, `session_ended`, `cross_site` */
export type Identify = (request: FastifyRequest, reply: FastifyReply) => Promise<Caller>;

/** Undefined when the request carries no cookie of a session. */
export type IdentifyBySession<C> = (
  request: FastifyRequest,
  reply: FastifyReply,
) => Promise<C | undefined>;

/** A bearer wins, even a bad one: who sends a token on purpose is not to be taken for somebody else. */
export const createIdentify =
  (verifyBearer: VerifyBearer, bySession?: IdentifyBySession<Caller>): Identify =>
  async (request, reply) => {
    const { authorization } = request.headers;
    const caller = authorization === undefined ? await bySession?.(request, reply) : undefined;
    return caller ?? verifyBearer(authorization);
  };
