/** The page on which people sign in. Works without JavaScript: a form, a redirect, nothing else. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type Provider from "oidc-provider";
import { errors } from "oidc-provider";
import { z } from "zod";
import { renderNotice } from "../pages/layout.ts";
import type { Accounts } from "./accounts.ts";
import { renderSignIn, type SignInRefusal } from "./sign-in-page.ts";
import type { SignInThrottle } from "./sign-in-throttle.ts";

export interface SignInOptions {
  readonly provider: Provider;
  readonly accounts: Accounts;
  readonly throttle: SignInThrottle;
}

const MAX_FIELD_LENGTH = 128;

const SignInForm = z.strictObject({
  userName: z.string().trim().min(1).max(MAX_FIELD_LENGTH),
  password: z.string().min(1).max(MAX_FIELD_LENGTH),
});

const PATH = "/interaction/:uid";

const hidden = { schema: { hide: true } };

export function addSignInRoutes(scope: FastifyInstance, options: SignInOptions): void {
  const { provider } = options;
  scope.addContentTypeParser(
    "application/x-www-form-urlencoded",
    { parseAs: "string" },
    (_request, body, done) => {
      done(null, Object.fromEntries(new URLSearchParams(body.toString())));
    },
  );
  scope.setErrorHandler(answerLostSignIn);
  scope.get(PATH, hidden, async (request, reply) => {
    const { uid, params } = await provider.interactionDetails(request.raw, reply.raw);
    return sendSignIn(reply, { uid, clientName: await clientName(provider, params["client_id"]) });
  });
  scope.post(PATH, hidden, (request, reply) => signIn(request, reply, options));
  scope.post(`${PATH}/abort`, hidden, async (request, reply) => {
    const denied = { error: "access_denied", error_description: "the person did not sign in" };
    return reply.redirect(await provider.interactionResult(request.raw, reply.raw, denied), 303);
  });
}

async function signIn(
  request: FastifyRequest,
  reply: FastifyReply,
  { provider, accounts, throttle }: SignInOptions,
) {
  const { uid, params } = await provider.interactionDetails(request.raw, reply.raw);
  const outcome = verifySignIn(request.body, accounts, throttle);
  if (outcome.ok) {
    const login = { accountId: outcome.accountId, amr: ["pwd"] };
    const next = await provider.interactionResult(request.raw, reply.raw, { login });
    return reply.redirect(next, 303);
  }
  const { refusal, userName } = outcome;
  request.log.info({ refusal }, "sign-in refused");
  const name = await clientName(provider, params["client_id"]);
  return sendSignIn(reply, { uid, clientName: name, refusal, userName });
}

type SignInOutcome =
  | { readonly ok: true; readonly accountId: string }
  | { readonly ok: false; readonly refusal: SignInRefusal; readonly userName: string };

function verifySignIn(body: unknown, accounts: Accounts, throttle: SignInThrottle): SignInOutcome {
  const form = SignInForm.safeParse(body);
  if (!form.success) return { ok: false, refusal: "incomplete", userName: typedUserName(body) };
  const { userName, password } = form.data;
  if (throttle.isPaused(userName)) return { ok: false, refusal: "paused", userName };
  const account = accounts.verifyPassword(userName, password);
  if (account !== undefined) return { ok: true, accountId: account.accountId };
  throttle.recordFailure(userName);
  return { ok: false, refusal: "wrong", userName };
}

/** What was typed is kept, even when the rest of the form is missing. */
function typedUserName(body: unknown): string {
  const form = z.object({ userName: z.string().max(MAX_FIELD_LENGTH) }).safeParse(body);
  return form.success ? form.data.userName : "";
}

const STATUS_OF: Record<SignInRefusal, number> = { incomplete: 400, wrong: 401, paused: 429 };

function sendSignIn(reply: FastifyReply, parts: Parameters<typeof renderSignIn>[0]) {
  const status = parts.refusal === undefined ? 200 : STATUS_OF[parts.refusal];
  return reply.code(status).type("text/html; charset=utf-8").send(renderSignIn(parts));
}

async function clientName(provider: Provider, clientId: unknown): Promise<string | undefined> {
  if (typeof clientId !== "string") return undefined;
  return (await provider.Client.find(clientId))?.clientName;
}

/** The sign-in ended elsewhere or took too long, or the cookie was lost: say so, with a way on. */
function answerLostSignIn(error: unknown, _request: FastifyRequest, reply: FastifyReply) {
  if (!(error instanceof errors.SessionNotFound)) throw error;
  const text =
    "مهلت این صفحه گذشته است. به برنامه‌ای که از آن آمده‌اید برگردید و دوباره وارد شوید.";
  return reply
    .code(400)
    .type("text/html; charset=utf-8")
    .send(renderNotice("این ورود دیگر باز نیست", text));
}
