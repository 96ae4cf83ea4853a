/**
 * The door of one audience's browsers: sign-in, the provider's answer, sign-out, and the cookie of every request in
 * between. Tokens of the provider stay on this side; the page holds nothing but a cookie it cannot read.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { clearCookie, readCookie, setCookie, type OwnCookie } from "../platform/cookies.ts";
import { transaction } from "../platform/database.ts";
import { describeError } from "../platform/logger.ts";
import { RamznamaError } from "../platform/ramznama-error.ts";
import type { Audience, Person, SessionContext } from "./audience.ts";
import { assertOwnPage } from "./own-page.ts";
import { pendingSeconds, savePending, takePending } from "./pending-sign-in.ts";
import { beginSignIn, finishSignIn, signOutAddress } from "./provider-sign-in.ts";
import { parseReturnPath } from "./return-path.ts";
import { digestsOf, parseCookie } from "./session-cookie.ts";
import { beginSession, endSession, lockSessionByHandle } from "./session-records.ts";
import type { EndReason } from "./decide-use.ts";
import { useSession } from "./use-session.ts";

export interface IdentifiedPerson {
  readonly sessionId: string;
  readonly person: Person;
}

export interface SessionDoor {
  /**
   * Undefined when the request carries no cookie of this door.
   * @throws RamznamaError `cross_site`, `session_ended`
   */
  identify(request: FastifyRequest, reply: FastifyReply): Promise<IdentifiedPerson | undefined>;
  /** Sign-in, callback and sign-out, outside the contract. */
  addRoutes(app: FastifyInstance): void;
}

/** How a page is told that a sign-in came to nothing. */
type SignInFailure = "cancelled" | "failed" | "not-staff";

export const createSessionDoor = (context: SessionContext, audience: Audience): SessionDoor => {
  const secure = new URL(audience.origin).protocol === "https:";
  const cookie: OwnCookie = { name: audience.cookie, sameSite: "Strict", secure };
  // The provider sends the browser back from another site, and Strict would keep the cookie at home.
  const pendingCookie: OwnCookie = {
    name: `${audience.cookie}_sign_in`,
    sameSite: "Lax",
    secure,
  };

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

  const begin = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { return: wanted } = request.query as Readonly<Record<string, unknown>>;
    try {
      const returnPath = parseReturnPath(wanted, audience.origin);
      const { address, pending } = await beginSignIn(audience, returnPath);
      const value = await savePending(context, audience.name, pending);
      setCookie(reply, pendingCookie, value, pendingSeconds);
      return await reply.redirect(address, 303);
    } catch (error) {
      return sendAway(request, reply, error);
    }
  };

  const finish = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const value = readCookie(request, pendingCookie);
    clearCookie(reply, pendingCookie);
    const pending =
      value === undefined ? undefined : await takePending(context, audience.name, value);
    if (pending === undefined) return tell(reply, "failed");
    try {
      const [, query = ""] = /^[^?]*(\?.*)?$/s.exec(request.url) ?? [];
      const end = await finishSignIn(audience, pending, query);
      if (end.kind === "cancelled") return await tell(reply, "cancelled");
      if (end.kind === "not-admitted") return await tell(reply, "not-staff");
      const fresh = await transaction(context.database, async (tx) => {
        await endShown(tx, request, "signed_in_anew");
        return beginSession(tx, context, audience, { ...end, reference: request.id });
      });
      setCookie(reply, cookie, fresh);
      return await reply.redirect(pending.returnPath, 303);
    } catch (error) {
      return sendAway(request, reply, error);
    }
  };

  const signOut = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    assertOwnPage(request, audience.origin);
    await transaction(context.database, (tx) => endShown(tx, request, "signed_out"));
    clearCookie(reply, cookie);
    // The session here has ended whether or not the provider can be found now.
    const next = await signOutAddress(audience).catch(() => "/");
    return reply.send({ next });
  };

  /** Ends the session whose very secret this request shows; who shows another one ends nothing by it. */
  const endShown = async (
    tx: Parameters<typeof endSession>[0],
    request: FastifyRequest,
    reason: EndReason,
  ): Promise<void> => {
    const shown = parseCookie(readCookie(request, cookie) ?? "");
    if (shown === undefined) return;
    const { handleDigest, secretDigest } = digestsOf(context.keyring, audience.name, shown);
    const row = await lockSessionByHandle(tx, audience.name, handleDigest);
    if (row?.ended_at !== null) return;
    const isOurs = [row.secret_digest, row.previous_digest].some(
      (digest) => digest !== null && secretDigest.equals(digest),
    );
    if (!isOurs) return;
    const actor = audience.actor({ user: row.person, branch: row.branch });
    await endSession(tx, context.clock.now(), row, { reason, actor, reference: request.id });
  };

  const sendAway = (request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply => {
    context.logger.warn("sign-in.failed", { reference: request.id, ...describeError(error) });
    return tell(reply, "failed");
  };

  return {
    identify,
    addRoutes: (app) => {
      const hidden = { schema: { hide: true } };
      app.get(audience.paths.signIn, hidden, begin);
      app.get(audience.paths.callback, hidden, finish);
      app.post(audience.paths.signOut, hidden, signOut);
    },
  };
};

const tell = (reply: FastifyReply, failure: SignInFailure): FastifyReply =>
  reply.redirect(`/?signIn=${failure}`, 303);
