/**
 * `localhost` means 127.0.0.1 to one program and ::1 to another, whatever the hosts file says; a listener of ours
 * answers on both. A machine without IPv6 has only the first.
 */
import { once } from "node:events";
import { createServer, type AddressInfo, type Server } from "node:net";

/** As much of a Fastify instance as listening needs, whatever its logger and type provider. */
export interface Listener {
  readonly server: Server;
  addHook(name: "preClose", hook: (done: () => void) => void): unknown;
  addHook(name: "onClose", hook: (instance: unknown, done: () => void) => void): unknown;
  listen(options: { readonly host: string; readonly port: number }): Promise<string>;
  close(): Promise<unknown>;
}

const noSuchAddress = new Set(["EADDRNOTAVAIL", "EAFNOSUPPORT"]);

/**
 * Call it before the app is ready.
 * @param port 0 for any free one
 * @returns the port, the same on both
 * @throws the system's error, with code EADDRINUSE when either is taken; nothing keeps listening then
 */
export async function listenOnLoopbacks(app: Listener, port: number): Promise<number> {
  // The second only takes connections and hands them to the first, whose time-outs and manners hold for them too.
  const second = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    app.server.emit("connection", socket);
  });
  app.addHook("preClose", (done) => {
    second.close();
    done();
  });
  // A client in this very process hears of its closed connection when the event loop next looks at sockets, which
  // lies between two immediates; a restart must not overtake that.
  app.addHook("onClose", (_instance, done) => {
    setImmediate(() => setImmediate(done));
  });
  await app.listen({ host: "127.0.0.1", port });
  const { port: chosen } = app.server.address() as AddressInfo; // an address, since it listens on one
  try {
    await listenIfPossible(second, chosen);
  } catch (error) {
    await app.close();
    throw error;
  }
  return chosen;
}

async function listenIfPossible(server: Server, port: number): Promise<void> {
  server.listen({ host: "::1", port, ipv6Only: true });
  try {
    await once(server, "listening");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (!noSuchAddress.has(code)) throw error;
  }
}
