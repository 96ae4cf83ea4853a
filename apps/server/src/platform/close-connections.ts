/**
 * A stop lets running requests finish. A connection on which nothing was ever sent has none, and would keep the server
 * open for as long as its owner likes; nor may a slow request keep it open for ever.
 */
import type { Socket } from "node:net";
import type { FastifyInstance } from "fastify";

const patienceMilliseconds = 10_000;

export const closeConnectionsOnStop = (app: FastifyInstance): void => {
  const sockets = new Set<Socket>();
  app.server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  app.addHook("preClose", (done) => {
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    setTimeout(() => {
      for (const socket of sockets) socket.destroy();
    }, patienceMilliseconds).unref();
    done();
  });
};
