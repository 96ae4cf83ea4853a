/** Cookies of a listener's own pages (RFC 6265bis): one value by name, and the line that sets it. */
import type { FastifyReply, FastifyRequest } from "fastify";

export interface OwnCookie {
  /** Without prefix; where the pages are HTTPS, `__Host-` is put before it (RFC 6265bis §4.1.3.2). */
  readonly name: string;
  readonly sameSite: "Strict" | "Lax";
  readonly secure: boolean;
}

/** As it stands in requests and answers. */
export const wireName = ({ name, secure }: Pick<OwnCookie, "name" | "secure">): string =>
  secure ? `__Host-${name}` : name;

/** Undefined when it is not there, and when it is there twice: then somebody else has put one beside ours. */
export const readCookie = (request: FastifyRequest, cookie: OwnCookie): string | undefined => {
  const start = `${wireName(cookie)}=`;
  const values = (request.headers.cookie ?? "")
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part.startsWith(start))
    .map((part) => part.slice(start.length));
  return values.length === 1 ? values[0] : undefined;
};

/** Until the browser closes, unless `lifeSeconds` says how long. */
export const setCookie = (
  reply: FastifyReply,
  cookie: OwnCookie,
  value: string,
  lifeSeconds?: number,
): void => {
  const attributes = ["Path=/", "HttpOnly", `SameSite=${cookie.sameSite}`];
  if (cookie.secure) attributes.push("Secure");
  if (lifeSeconds !== undefined) attributes.push(`Max-Age=${lifeSeconds}`);
  reply.header("set-cookie", [`${wireName(cookie)}=${value}`, ...attributes].join("; "));
};

export const clearCookie = (reply: FastifyReply, cookie: OwnCookie): void => {
  setCookie(reply, cookie, "", 0);
};
