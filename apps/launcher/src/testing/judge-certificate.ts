// Servers and clients that judge certificates: Node's TLS, which is OpenSSL.

import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { checkServerIdentity, connect, createServer, type PeerCertificate } from "node:tls";
import type { Credential } from "../lan/issue-certificate.ts";

/** "trusted", or why not, for whoever asks for `host` and trusts `authorities` alone. */
export async function judge(
  { key, certificate }: Credential,
  authorities: readonly string[],
  host: string,
): Promise<string> {
  const server = createServer({ key, cert: certificate }, (socket) => socket.end());
  server.on("tlsClientError", () => undefined);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const ca = [...authorities];
  const verdict = await new Promise<string>((resolve) => {
    const options = { host: "127.0.0.1", port, ca, rejectUnauthorized: true };
    const asIfAt = {
      checkServerIdentity: (_: string, cert: PeerCertificate) => checkServerIdentity(host, cert),
    };
    const client = connect({ ...options, ...asIfAt }, () => {
      resolve("trusted");
      client.destroy();
    });
    client.once("error", (error: NodeJS.ErrnoException) => {
      // OpenSSL has no code of its own for some refusals, but words.
      resolve(
        error.code === undefined || error.code === "UNSPECIFIED" ? error.message : error.code,
      );
    });
  });
  server.close();
  return verdict;
}
