import { setImmediate as nextTurn } from "node:timers/promises";
import Fastify from "fastify";
import { expect, test } from "vitest";
import { sendFile } from "./file-answer.ts";

/** Serves a file that never ends, and says how far it got. */
const serveEndless = async () => {
  const written = { parts: 0, ended: Promise.withResolvers<number>() };
  // eslint-disable-next-line @typescript-eslint/require-await -- what is written is there at once
  async function* chunks(): AsyncGenerator<string> {
    try {
      for (;;) {
        written.parts += 1;
        yield "x".repeat(10_000);
      }
    } finally {
      written.ended.resolve(written.parts);
    }
  }
  const app = Fastify();
  app.get("/", (_request, reply) =>
    sendFile(reply, { contentType: "text/plain", fileName: "endless.txt", chunks: chunks() }),
  );
  const address = await app.listen({ port: 0 });
  return { app, address, written };
};

test("a reader that goes away ends the writing, and one that does not read holds it up", async () => {
  const { app, address, written } = await serveEndless();
  const leaving = new AbortController();
  const answer = await fetch(address, { signal: leaving.signal });
  expect(answer.headers.get("content-disposition")).toBe('attachment; filename="endless.txt"');
  const reader = answer.body?.getReader();
  await reader?.read();
  // Until nothing more is taken: what is written ahead is what sockets hold, never the whole of an endless file.
  for (let before = -1; before !== written.parts;) {
    before = written.parts;
    for (let turn = 0; turn < 200; turn += 1) await nextTurn();
  }
  leaving.abort();
  expect(await written.ended.promise).toBeLessThan(5_000);
  await app.close();
});
