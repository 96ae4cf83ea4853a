/** The pages on which people sign in: name and password, and a customer's code where one is needed. Work without JavaScript: a form, a redirect, nothing else. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type Provider from "oidc-provider";
import { errors } from "oidc-provider";
import { parseDigitText, refusalText, verificationText } from "@ramznama/persian";
import { z } from "zod";
import { renderNotice } from "../pages/layout.ts";
import type { Accounts, SignInAccount } from "./accounts.ts";
import { type CodeDesk, recognisedBy } from "./code-desk.ts";
import { renderCodePage } from "./code-page.ts";
import type { PassedPasswords } from "./passed-passwords.ts";
import { renderSignIn, type SignInRefusal } from "./sign-in-page.ts";
import type { SignInThrottle } from "./sign-in-throttle.ts";

export interface SignInOptions {
  readonly provider: Provider;
  readonly accounts: Accounts;
  readonly throttle: SignInThrottle;
  readonly codeDesk: CodeDesk;
  readonly passedPasswords: PassedPasswords;
}

const MAX_FIELD_LENGTH = 128;

const SignInForm = z.strictObject({
  userName: z.string().trim().min(1).max(MAX_FIELD_LENGTH),
  password: z.string().min(1).max(MAX_FIELD_LENGTH),
});

const CodeForm = z.strictObject({ code: z.string().max(MAX_FIELD_LENGTH) });

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
  scope.post(`${PATH}/code`, hidden, (request, reply) => enterCode(request, reply, options));
  scope.post(`${PATH}/abort`, hidden, async (request, reply) => {
    const denied = { error: "access_denied", error_description: "the person did not sign in" };
    return reply.redirect(await provider.interactionResult(request.raw, reply.raw, denied), 303);
  });
}

async function signIn(
  request: FastifyRequest,
  reply: FastifyReply,
  { provider, accounts, throttle, codeDesk, passedPasswords }: SignInOptions,
) {
  const { uid, params } = await provider.interactionDetails(request.raw, reply.raw);
  const outcome = verifySignIn(request.body, accounts, throttle);
  const name = await clientName(provider, params["client_id"]);
  if (!outcome.ok) return refuse(request, reply, { uid, clientName: name, ...outcome });
  const { account } = outcome;
  const requirement =
    account.kind === "customer" ? await codeDesk.requirement(account.userName) : "not_needed";
  if (requirement === "unanswered") {
    const { userName } = account;
    return refuse(request, reply, { uid, clientName: name, refusal: requirement, userName });
  }
  if (account.kind === "staff" || requirement === "not_needed")
    return finish(request, reply, provider, account.accountId, recognisedBy.password);
  passedPasswords.begin(uid, account);
  return sendPage(reply, 200, renderCodePage({ uid, clientName: name }));
}

/** The code after the right password. */
async function enterCode(
  request: FastifyRequest,
  reply: FastifyReply,
  { provider, codeDesk, passedPasswords }: SignInOptions,
) {
  const { uid, params } = await provider.interactionDetails(request.raw, reply.raw);
  const clientTitle = await clientName(provider, params["client_id"]);
  const passed = passedPasswords.find(uid);
  if (passed === undefined || passed.codesLeft <= 0) {
    passedPasswords.end(uid);
    return sendSignIn(reply, { uid, clientName: clientTitle });
  }
  const show = (status: number, parts: { readonly error?: string; readonly refusal?: string }) =>
    sendPage(reply, status, renderCodePage({ uid, clientName: clientTitle, ...parts }));
  const typed = CodeForm.safeParse(request.body);
  const code = parseDigitText(typed.success ? typed.data.code : "", { least: 6, most: 10 });
  if (!code.ok) return show(400, { error: refusalText("dynamicCode", code.reason, "fa") });
  passed.codesLeft -= 1;
  const { account, references } = passed;
  const origin = `central-login:${request.ip}`;
  const entry = { gatewayLogin: account.userName, code: code.value, references, origin };
  const outcome = await codeDesk.verify(entry);
  request.log.info({ outcome }, "a code was entered");
  if (outcome === "rejected") return show(401, { refusal: verificationText("rejected", "fa") });
  if (outcome === "unanswered") {
    // Nobody knows whether it was accepted: the same code asks again under the same reference.
    passed.codesLeft += 1;
    return show(503, {
      refusal: "سامانه رمزنما اکنون پاسخ نمی‌دهد. کمی بعد همین رمز را دوباره بفرستید.",
    });
  }
  passedPasswords.end(uid);
  return finish(request, reply, provider, account.accountId, recognisedBy.passwordAndCode);
}

async function finish(
  request: FastifyRequest,
  reply: FastifyReply,
  provider: Provider,
  accountId: string,
  recognised: (typeof recognisedBy)[keyof typeof recognisedBy],
) {
  const result = { login: { accountId, ...recognised } };
  const next = await provider.interactionResult(request.raw, reply.raw, result);
  return reply.redirect(next, 303);
}

function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: Parameters<typeof renderSignIn>[0],
) {
  request.log.info({ refusal: parts.refusal }, "sign-in refused");
  return sendSignIn(reply, parts);
}

type SignInOutcome =
  | { readonly ok: true; readonly account: SignInAccount }
  | { readonly ok: false; readonly refusal: SignInRefusal; readonly userName: string };

function verifySignIn(body: unknown, accounts: Accounts, throttle: SignInThrottle): SignInOutcome {
  const form = SignInForm.safeParse(body);
  if (!form.success) return { ok: false, refusal: "incomplete", userName: typedUserName(body) };
  const { userName, password } = form.data;
  if (throttle.isPaused(userName)) return { ok: false, refusal: "paused", userName };
  const account = accounts.verifyPassword(userName, password);
  if (account !== undefined) return { ok: true, account };
  throttle.recordFailure(userName);
  return { ok: false, refusal: "wrong", userName };
}

/** What was typed is kept, even when the rest of the form is missing. */
function typedUserName(body: unknown): string {
  const form = z.object({ userName: z.string().max(MAX_FIELD_LENGTH) }).safeParse(body);
  return form.success ? form.data.userName : "";
}

const STATUS_OF: Record<SignInRefusal, number> = {
  incomplete: 400,
  wrong: 401,
  paused: 429,
  unanswered: 503,
};

function sendSignIn(reply: FastifyReply, parts: Parameters<typeof renderSignIn>[0]) {
  const status = parts.refusal === undefined ? 200 : STATUS_OF[parts.refusal];
  return sendPage(reply, status, renderSignIn(parts));
}

function sendPage(reply: FastifyReply, status: number, page: string) {
  return reply.code(status).type("text/html; charset=utf-8").send(page);
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
  return sendPage(reply, 400, renderNotice("این ورود دیگر باز نیست", text));
}
