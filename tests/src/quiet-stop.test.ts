import { connect } from "node:net";
import { once } from "node:events";
import { expect, test } from "vitest";
import { startTestBank } from "./test-bank.ts";

test("a stop does not wait for a connection on which nothing was ever said", async () => {
  const bank = await startTestBank();
  const socket = connect(Number(new URL(bank.internalUrl()).port), "localhost");
  await once(socket, "connect");
  const closed = once(socket, "close");
  socket.on("error", () => undefined);
  await bank.restartServer();
  await closed;
  expect(socket.destroyed).toBe(true);
  await bank.stop();
});
