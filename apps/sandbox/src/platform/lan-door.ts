/**
 * The way in from the local network (`npm start -- --lan`): a TLS front on this machine, under names it
 * was told. From there the street is open; whatever signs staff in, runs the bank or describes programs
 * stays with this machine, where the OpenID issuer is.
 */
import type { FastifyRequest } from "fastify";

export interface LanDoor {
  /** Values of the header Host, with the port of the front. */
  readonly hosts: ReadonlySet<string>;
  /** Of the front before the phone's listener, on the same machine. */
  readonly publicPort: number;
}

/** The front is on this machine, and from it alone X-Forwarded-For is believed. */
export const FRONT_ADDRESSES = ["127.0.0.1", "::1"];

export function cameByLan({ headers }: FastifyRequest, lanDoor: LanDoor | undefined): boolean {
  return lanDoor?.hosts.has((headers.host ?? "").toLowerCase()) === true;
}

/** Where whoever asked finds the phone; undefined for those who sit at this machine. */
export function lanPublicUrl(request: FastifyRequest, lanDoor: LanDoor | undefined) {
  if (lanDoor === undefined || !cameByLan(request, lanDoor)) return undefined;
  const { hostname } = new URL(`https://${request.headers.host ?? ""}`);
  return `https://${hostname}:${lanDoor.publicPort}`;
}

const PLACES = /^\/(?:assets|atm|shop|internet-bank)(?:\/|$)/u;
const READ_ONLY = new Set(["/", "/inbox", "/inbox/api/messages"]);

/** By the route that was found, so that no spelling of a path leads around it. */
export function isOpenToLan({ method, routeOptions: { url } }: FastifyRequest): boolean {
  if (url === undefined) return true; // Nothing is there, and it is said so.
  return PLACES.test(url) || (method === "GET" && READ_ONLY.has(url));
}
