/** The issuer's path: the sign-in page, and everything else to oidc-provider. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type Provider from "oidc-provider";
import type { HttpServer } from "../platform/http-server.ts";
import type { Logger } from "../platform/logger.ts";
import { misbehave, type BehaviourSwitch } from "../platform/misbehaviour.ts";
import { securityHeaders } from "../platform/security-headers.ts";
import { addSignInRoutes, type SignInOptions } from "./sign-in-routes.ts";

export type IdentityRoutesOptions = SignInOptions & {
  readonly logger: Logger;
  readonly behaviour: BehaviourSwitch;
};

export async function addIdentityRoutes(app: HttpServer, options: IdentityRoutesOptions) {
  const { provider, logger, behaviour } = options;
  const prefix = new URL(provider.issuer).pathname;
  provider.on("server_error", (_context, error) => {
    logger.error({ err: error }, "the OpenID provider failed");
  });
  await app.register(
    async (scope) => {
      scope.addHook("onRequest", prepareAnswer);
      scope.addHook("preHandler", misbehave(behaviour));
      await scope.register((signIn, _options, done) => {
        addSignInRoutes(signIn, options);
        done();
      });
      await scope.register((rest, _options, done) => {
        addProviderRoutes(rest, provider, prefix);
        done();
      });
    },
    { prefix },
  );
}

function prepareAnswer(_request: FastifyRequest, reply: FastifyReply, done: () => void) {
  reply.headers({ ...securityHeaders("sign-in"), "cache-control": "no-store" });
  done();
}

/** oidc-provider reads the body itself, with a limit of its own (56 kB). */
function addProviderRoutes(scope: FastifyInstance, provider: Provider, prefix: string): void {
  const answer = provider.callback();
  const { host } = new URL(provider.issuer);
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser("*", (_request, _payload, done) => {
    done(null);
  });
  scope.all("/*", { schema: { hide: true } }, (request, reply) => {
    const { raw } = request;
    // oidc-provider tells its own path from the difference between the two addresses.
    Object.assign(raw, { originalUrl: raw.url });
    raw.url = (raw.url ?? "").slice(prefix.length);
    // Whoever came by 127.0.0.1 is told the issuer's addresses: there is one issuer.
    raw.headers.host = host;
    reply.hijack();
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) reply.raw.setHeader(name, value);
    return answer(raw, reply.raw);
  });
}
