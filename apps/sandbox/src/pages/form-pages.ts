/** Pages with forms: fields by POST, never from another site, and every trouble as a page. */
import type {
  FastifyBaseLogger,
  FastifyError,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from "fastify";
import {
  hasZodFastifySchemaValidationErrors,
  type ZodTypeProvider,
} from "fastify-type-provider-zod";
import type { HttpServer } from "../platform/http-server.ts";
import { renderNotice } from "./layout.ts";
import { sendPage } from "./send-page.ts";

export type FormPages = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

export async function addFormPages(
  app: HttpServer,
  add: (pages: FormPages) => void,
): Promise<void> {
  await app.register((scope, _options, done) => {
    scope.addContentTypeParser(
      "application/x-www-form-urlencoded",
      { parseAs: "string" },
      (_request, body, parsed) => {
        parsed(null, readFields(body.toString()));
      },
    );
    scope.addHook("onRequest", refuseForeignForms);
    scope.setErrorHandler(answerWithPage);
    add(scope.withTypeProvider<ZodTypeProvider>());
    done();
  });
}

/** A name that comes more than once, as boxes to tick do, becomes a list. */
function readFields(body: string): Record<string, string | string[]> {
  const fields = new URLSearchParams(body);
  const names = new Set(fields.keys());
  return Object.fromEntries(
    [...names].map((name) => {
      const [only = "", ...more] = fields.getAll(name);
      return [name, more.length === 0 ? only : [only, ...more]];
    }),
  );
}

/**
 * Browsers say where a form comes from (Fetch Metadata). The header Origin cannot tell: under
 * `no-referrer` it is `null` for our own forms too.
 */
function refuseForeignForms(request: FastifyRequest, reply: FastifyReply, done: () => void) {
  const from = request.headers["sec-fetch-site"] ?? "same-origin";
  if (request.method !== "POST" || from === "same-origin" || from === "none") done();
  else
    sendPage(
      reply,
      renderNotice("این فرم از جای دیگری آمده است", "کار را از همین محیط آغاز کنید."),
      403,
    );
}

function answerWithPage(error: FastifyError, request: FastifyRequest, reply: FastifyReply) {
  const status = error.statusCode ?? 500;
  if (hasZodFastifySchemaValidationErrors(error) || (status >= 400 && status < 500)) {
    const text = "بخشی از فرم نرسید. به صفحه قبل برگردید و دوباره بفرستید.";
    return sendPage(reply, renderNotice("فرم کامل نیست", text), 400);
  }
  request.log.error({ err: error }, "failed");
  const text = "در محیط آزمایشی خطایی رخ داد. دوباره تلاش کنید.";
  return sendPage(reply, renderNotice("انجام نشد", text, request.id), 500);
}
