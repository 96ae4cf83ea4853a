/**
 * The door of one audience's browsers: sign-in, the provider's answer, sign-out, and the cookie of every request in
 * between. Tokens of the provider stay on this side; the page holds nothing but a cookie it cannot read.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import {
  clearCookie,
  readCookie,
  setCookie,
  wireName,
  type OwnCookie,
} from "../platform/cookies.ts";
import { transaction } from "../platform/database.ts";
import { describeError } from "../platform/logger.ts";
import { RamznamaError } from "../platform/ramznama-error.ts";
import type { Audience, Person, SessionContext } from "./audience.ts";
import { assertOwnPage } from "./own-page.ts";
import { pendingSeconds, savePending, takePending } from "./pending-sign-in.ts";
import { beginSignIn, callbackPath, finishSignIn, signOutAddress } from "./provider-sign-in.ts";
import { parseReturnPath } from "./return-path.ts";
import { digestsOf, parseCookie } from "./session-cookie.ts";
import {
  beginSession,
  endSession,
  lockSessionByHandle,
  personOf,
  type SessionRow,
} from "./session-records.ts";
import type { EndReason } from "./decide-use.ts";
import { presentedOf, useSession } from "./use-session.ts";

export interface IdentifiedPerson {
  readonly sessionId: string;
  readonly person: Person;
}

export interface SessionDoor {
  /** Of the cookie, with its prefix. */
  readonly cookieName: string;
  /**
   * Undefined when the request carries no cookie of this door.
   * @throws RamznamaError `cross_site`, `session_ended`
   */
  identify(request: FastifyRequest, reply: FastifyReply): Promise<IdentifiedPerson | undefined>;
  /** @throws RamznamaError `cross_site` */
  assertOwnPage(request: FastifyRequest): void;
  /** For whoever has shown at this very server who they are; the one before ends. */
  signIn(request: FastifyRequest, reply: FastifyReply, person: Person): Promise<void>;
  /** Where the browser is to go afterwards. */
  signOut(request: FastifyRequest, reply: FastifyReply): Promise<{ readonly next: string }>;
  /** Sign-in and callback, where the browser itself goes: outside the contract. */
  addRoutes(app: FastifyInstance): void;
  /** For pages whose contract has no door to sign out by. */
  addSignOut(app: FastifyInstance): void;
}

/** How a page is told that a sign-in came to nothing. */
type SignInFailure = "cancelled" | "failed" | Audience["notAdmitted"];

export const createSessionDoor = (context: SessionContext, audience: Audience): SessionDoor => {
  const secure = new URL(audience.origin).protocol === "https:";
  const cookie: OwnCookie = { name: audience.cookie, sameSite: "Strict", secure };
  // The provider sends the browser back from another site, and Strict would keep the cookie at home.
  // Each sign-in has its own, or two tabs would take each other's answer.
  const pendingCookieOf = (state: string): OwnCookie => ({
    name: `${audience.cookie}_sign_in_${state.slice(0, 12)}`,
    sameSite: "Lax",
    secure,
  });

  const identify: SessionDoor["identify"] = async (request, reply) => {
    const value = readCookie(request, cookie);
    if (value === undefined) return undefined;
    assertOwnPage(request, audience.origin);
    const used = await useSession(context, audience, value, request.id);
    if (used === undefined) {
      clearCookie(reply, cookie);
      throw new RamznamaError("session_ended");
    }
    if (used.newCookie !== undefined) setCookie(reply, cookie, used.newCookie);
    return { sessionId: used.id, person: used.person };
  };

  const begin = async (
    request: FastifyRequest,
    reply: FastifyReply,
    session: Omit<Parameters<typeof beginSession>[3], "reference">,
  ): Promise<void> => {
    const fresh = await transaction(context.database, async (tx) => {
      await endShown(tx, request, "signed_in_anew");
      return beginSession(tx, context, audience, { ...session, reference: request.id });
    });
    setCookie(reply, cookie, fresh);
  };

  const setOut = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { return: wanted } = request.query as Readonly<Record<string, unknown>>;
    try {
      const returnPath = parseReturnPath(wanted, audience.origin);
      const { address, pending } = await beginSignIn(audience, returnPath);
      const value = await savePending(context, audience.name, pending);
      setCookie(reply, pendingCookieOf(pending.state), value, pendingSeconds);
      return await reply.redirect(address, 303);
    } catch (error) {
      return sendAway(request, reply, error);
    }
  };

  const finish = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { state } = request.query as Readonly<Record<string, unknown>>;
    if (typeof state !== "string" || !/^[A-Za-z0-9_-]{12,}$/.test(state)) {
      return tell(reply, "failed");
    }
    const pendingCookie = pendingCookieOf(state);
    const value = readCookie(request, pendingCookie);
    clearCookie(reply, pendingCookie);
    const pending =
      value === undefined ? undefined : await takePending(context, audience.name, value);
    if (pending === undefined) return tell(reply, "failed");
    try {
      const [, query = ""] = /^[^?]*(\?.*)?$/s.exec(request.url) ?? [];
      const end = await finishSignIn(audience, pending, query);
      if (end.kind === "cancelled") return await tell(reply, "cancelled");
      if (end.kind === "not-admitted") return await tell(reply, audience.notAdmitted);
      await begin(request, reply, { ...end, way: "central" });
      return await reply.redirect(pending.returnPath, 303);
    } catch (error) {
      return sendAway(request, reply, error);
    }
  };

  const signOut: SessionDoor["signOut"] = async (request, reply) => {
    assertOwnPage(request, audience.origin);
    const way = await transaction(context.database, (tx) => endShown(tx, request, "signed_out"));
    clearCookie(reply, cookie);
    if (way === "own") return { next: "/" };
    // The session here has ended whether or not the provider can be found now.
    return { next: await signOutAddress(audience).catch(() => "/") };
  };

  /** Ends the session whose very secret this request shows; who shows another one ends nothing by it. */
  const endShown = async (
    tx: Parameters<typeof endSession>[0],
    request: FastifyRequest,
    reason: EndReason,
  ): Promise<SessionRow["way"] | undefined> => {
    const shown = parseCookie(readCookie(request, cookie) ?? "");
    if (shown === undefined) return undefined;
    const { handleDigest, secretDigest } = digestsOf(context.keyring, audience.name, shown);
    const row = await lockSessionByHandle(tx, audience.name, handleDigest);
    if (row?.ended_at !== null) return undefined;
    if (presentedOf(row, secretDigest) === "unknown") return undefined;
    const end = { reason, actor: audience.actor(personOf(row)), reference: request.id };
    await endSession(tx, context.clock.now(), row, end);
    return row.way;
  };

  const sendAway = (request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply => {
    context.logger.warn("sign-in.failed", { reference: request.id, ...describeError(error) });
    return tell(reply, "failed");
  };

  return {
    cookieName: wireName(cookie),
    identify,
    assertOwnPage: (request) => {
      assertOwnPage(request, audience.origin);
    },
    signIn: (request, reply, person) =>
      begin(request, reply, { person, way: "own", refreshToken: undefined }),
    signOut,
    addRoutes: (app) => {
      app.get("/sign-in", hidden, setOut);
      app.get(callbackPath, hidden, finish);
    },
    addSignOut: (app) => {
      app.post("/sign-out", hidden, async (request, reply) =>
        reply.send(await signOut(request, reply)),
      );
    },
  };
};

const hidden = { schema: { hide: true } };

const tell = (reply: FastifyReply, failure: SignInFailure): FastifyReply =>
  reply.redirect(`/?signIn=${failure}`, 303);
