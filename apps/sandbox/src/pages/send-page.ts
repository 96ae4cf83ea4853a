import type { FastifyReply } from "fastify";

/**
 * A page that is made for this moment and person: nobody keeps it. A form that comes back because
 * something was mistyped is a page like any other (200): browsers call other statuses failures and
 * write them on the console (U5). Other statuses are for what no form of ours sends.
 */
export function sendPage(reply: FastifyReply, page: string, status = 200): FastifyReply {
  return reply
    .code(status)
    .type("text/html; charset=utf-8")
    .header("cache-control", "no-store")
    .send(page);
}

/** After a form: the page that follows can be loaded again without sending the form again. */
export function seeOther(reply: FastifyReply, address: string): FastifyReply {
  return reply.header("cache-control", "no-store").redirect(address, 303);
}
