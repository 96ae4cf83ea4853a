import Fastify, { type FastifyReply, type FastifyRequest } from "fastify";
import { describe, expect, it } from "vitest";
import { createVisits } from "./visits.ts";

/** One visit store behind one door: what a request finds, and the cookie it is sent away with. */
function openDoor() {
  let now = 0;
  const clock = { now: () => now };
  const options = { cookieName: "sandbox_x", path: "/x", idleSeconds: 60, clock };
  const visits = createVisits<string>(options);
  const app = Fastify();
  const acts: Record<string, (request: FastifyRequest, reply: FastifyReply) => void> = {
    begin: (request, reply) => {
      visits.begin(request, reply, "begun");
    },
    keep: (request) => {
      visits.keep(request, "kept");
    },
    end: (request, reply) => {
      visits.end(request, reply);
    },
    look: () => undefined,
  };
  app.get<{ Params: { act: string } }>("/x/:act", (request, reply) => {
    acts[request.params.act]?.(request, reply);
    return reply.send(visits.find(request) ?? "nobody");
  });
  return {
    advance: (seconds: number) => {
      now += seconds * 1_000;
    },
    async send(act: string, cookie = "") {
      const answer = await app.inject({ url: `/x/${act}`, headers: { cookie } });
      const [line = ""] = [answer.headers["set-cookie"] ?? ""].flat();
      return { found: answer.payload, cookie: line.split(";")[0] ?? "", line };
    },
  };
}

describe("visits", () => {
  it("are found by their cookie and by nothing else", async () => {
    const door = openDoor();
    const { cookie, line } = await door.send("begin");
    expect(line).toMatch(/^sandbox_x=[\w-]{43}; Path=\/x; HttpOnly; SameSite=Strict$/u);
    expect((await door.send("look", `other=1; ${cookie}; more=2`)).found).toBe("begun");
    for (const other of ["", "sandbox_x=", "sandbox_x=__proto__", cookie.slice(0, -1)])
      expect((await door.send("look", other)).found).toBe("nobody");
  });

  it("keep what is put into them, and end when they are ended or idle", async () => {
    const door = openDoor();
    const { cookie } = await door.send("begin");
    expect((await door.send("keep", cookie)).found).toBe("kept");
    door.advance(59);
    expect((await door.send("look", cookie)).found).toBe("kept");
    door.advance(59);
    expect((await door.send("look", cookie)).found).toBe("kept");
    door.advance(60);
    expect((await door.send("look", cookie)).found).toBe("nobody");
    const second = await door.send("begin");
    expect((await door.send("end", second.cookie)).line).toContain("Max-Age=0");
    expect((await door.send("look", second.cookie)).found).toBe("nobody");
  });

  it("get a new name when they begin again, and the old one is good for a second click only", async () => {
    const door = openDoor();
    const first = await door.send("begin");
    const second = await door.send("begin", first.cookie);
    expect(second.cookie).not.toBe(first.cookie);
    door.advance(4);
    expect((await door.send("look", first.cookie)).found).toBe("begun");
    door.advance(2);
    expect((await door.send("look", first.cookie)).found).toBe("nobody");
    expect((await door.send("look", second.cookie)).found).toBe("begun");
  });
});
