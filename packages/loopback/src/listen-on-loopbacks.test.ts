import { once } from "node:events";
import { connect, createServer } from "node:net";
import Fastify from "fastify";
import { expect, test } from "vitest";
import { listenOnLoopbacks } from "./listen-on-loopbacks.ts";

const hasIpv6 = async (): Promise<boolean> => {
  const probe = createServer().listen({ host: "::1", port: 0 });
  try {
    await once(probe, "listening");
    return true;
  } catch {
    return false;
  } finally {
    probe.close();
  }
};

const startApp = async () => {
  const app = Fastify();
  app.get("/", () => "here");
  return { app, port: await listenOnLoopbacks(app, 0) };
};

test("one listener answers on both loopbacks and leaves both when it stops", async () => {
  const addresses = (await hasIpv6()) ? ["127.0.0.1", "[::1]"] : ["127.0.0.1"];
  const { app, port } = await startApp();
  for (const address of addresses) {
    const answer = await fetch(`http://${address}:${port}/`);
    expect(await answer.text()).toBe("here");
  }
  await app.close();
  for (const address of addresses) {
    await expect(fetch(`http://${address}:${port}/`)).rejects.toThrow();
  }
});

test("a silent connection on the second loopback does not keep a stopping listener's port", async () => {
  if (!(await hasIpv6())) return;
  const { app, port } = await startApp();
  const socket = connect({ host: "::1", port });
  await once(socket, "connect");
  const closed = app.close();
  socket.destroy();
  await closed;
  const next = createServer().listen({ host: "::1", port });
  await once(next, "listening");
  next.close();
});

test("a port that is taken on the second loopback is refused, and the first is left too", async () => {
  if (!(await hasIpv6())) return;
  const other = createServer().listen({ host: "::1", port: 0 });
  await once(other, "listening");
  const address = other.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const app = Fastify();
  await expect(listenOnLoopbacks(app, port)).rejects.toMatchObject({ code: "EADDRINUSE" });
  const free = createServer().listen({ host: "127.0.0.1", port });
  await once(free, "listening");
  free.close();
  other.close();
});
