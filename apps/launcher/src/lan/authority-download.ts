// The one plain listener on the local network: it hands out the authority's certificate, which is public,
// and nothing else. Whoever installs it compares the fingerprint, because this way can be tampered with.

import type { X509Certificate } from "node:crypto";
import { createServer, type Server } from "node:http";

export const authorityPath = "/ramznama-sandbox-ca.crt";

export function createAuthorityDownload({ raw }: X509Certificate): Server {
  return createServer((request, response) => {
    const isWanted = request.url === authorityPath;
    const canRead = request.method === "GET" || request.method === "HEAD";
    if (isWanted && canRead) {
      response.writeHead(200, {
        "content-type": "application/x-x509-ca-cert",
        "content-length": raw.length,
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
      });
      response.end(request.method === "GET" ? raw : undefined);
    } else {
      response.writeHead(isWanted ? 405 : 404, {
        ...(isWanted ? { allow: "GET, HEAD" } : {}),
        "cache-control": "no-store",
        connection: "close",
      });
      response.end();
    }
  });
}
