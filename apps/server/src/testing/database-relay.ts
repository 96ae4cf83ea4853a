/** Stands between a pool and its database, and can keep the answers to itself for a while. */
import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

export interface DatabaseRelay {
  readonly url: string;
  /** From now on answers are held back. */
  fallSilent(): void;
  /** What was held back arrives, and all that comes after it. */
  speakAgain(): void;
  stop(): void;
}

export const startDatabaseRelay = async (databaseUrl: string): Promise<DatabaseRelay> => {
  const database = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const answers = new Set<Socket>();
  let isSilent = false;
  const server = createServer((asking) => {
    const answering = connect(Number(database.port), database.hostname);
    for (const socket of [asking, answering]) {
      sockets.add(socket);
      socket.on("error", () => socket.destroy());
    }
    answers.add(answering);
    asking.pipe(answering).pipe(asking);
    if (isSilent) answering.pause();
    asking.on("close", () => {
      answering.destroy();
      answers.delete(answering);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = new URL(databaseUrl);
  url.hostname = "127.0.0.1";
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    fallSilent: () => {
      isSilent = true;
      for (const socket of answers) socket.pause();
    },
    speakAgain: () => {
      isSilent = false;
      for (const socket of answers) socket.resume();
    },
    stop: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
};
