// What a proxy passes on (RFC 9110 section 7.6.1) and what it says of the way itself (X-Forwarded-…).

import type { IncomingMessage, OutgoingHttpHeaders } from "node:http";

const ofThisConnection = [
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

/** Only we know the way: what the caller says of it is dropped. */
const ofTheWay = /^(?:forwarded|via|x-forwarded(?:-.*)?|x-real-ip)$/;

export function headersInward(incoming: IncomingMessage): OutgoingHttpHeaders {
  const own = {
    // Not even a caller who names it in Connection takes it away: without it we would seem to be the caller.
    host: incoming.headers.host ?? "",
    "x-forwarded-for": incoming.socket.remoteAddress ?? "",
    "x-forwarded-proto": "https",
    "x-forwarded-host": incoming.headers.host ?? "",
    // A body in chunks stays one: without a frame it would be read as the next request.
    ...("transfer-encoding" in incoming.headers ? { "transfer-encoding": "chunked" } : {}),
  };
  return { ...endToEnd(incoming, (name) => !ofTheWay.test(name)), ...own };
}

export function headersOutward(answer: IncomingMessage): OutgoingHttpHeaders {
  return endToEnd(answer, () => true);
}

function endToEnd(
  { headers }: IncomingMessage,
  isWanted: (name: string) => boolean,
): OutgoingHttpHeaders {
  const named = (headers.connection ?? "").toLowerCase().split(/\s*,\s*/);
  const dropped = new Set([...ofThisConnection, ...named]);
  // The frame of the body is not the caller's to take away.
  dropped.delete("content-length");
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !dropped.has(name) && isWanted(name)),
  );
}
