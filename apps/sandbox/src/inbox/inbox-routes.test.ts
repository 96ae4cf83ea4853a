import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import {
  openTestSandbox,
  problemOf,
  sendJson,
  takeToken,
  type TestSandbox,
} from "../testing/sandbox-for-tests.ts";
import { Message } from "./inbox.ts";

const Messages = z.object({ messages: z.array(Message) });

describe("the inbox", () => {
  let sandbox: TestSandbox;
  let sender: string;

  const messageOf = (messageId: string, more: object = {}) => ({
    messageId,
    to: "09120001001",
    text: "بانک مسکن: کد فعالسازی رمزنما\n48203917",
    sentAt: "2026-11-22T08:00:00.000Z",
    ...more,
  });
  const send = (message: unknown, token: string | undefined = sender) =>
    sendJson(`${sandbox.url()}/inbox/api/messages`, token, message);
  const read = async (query = "") => {
    const response = await fetch(`${sandbox.url()}/inbox/api/messages${query}`);
    return Messages.parse(await response.json()).messages;
  };
  const idsOf = async (query?: string) => (await read(query)).map(({ messageId }) => messageId);

  beforeAll(async () => {
    sandbox = await openTestSandbox();
    sender = await takeToken(sandbox.url(), "ramznama");
  });
  afterAll(() => sandbox.close());

  it("S4 a message arrives at its number, the newest first", async () => {
    expect((await send(messageOf("m-1"))).status).toBe(201);
    sandbox.clock.advance(1_000);
    expect((await send(messageOf("m-2", { to: "09120001002" }))).status).toBe(201);
    expect((await send(messageOf("m-3"))).status).toBe(201);
    expect(await idsOf("?to=09120001001")).toEqual(["m-3", "m-1"]);
    expect(await idsOf("?to=09120001002")).toEqual(["m-2"]);
    expect(await idsOf("?limit=2")).toEqual(["m-3", "m-2"]);
    const receivedAt = new Date(sandbox.clock.now()).toISOString();
    expect((await read())[0]).toEqual({ ...messageOf("m-3"), receivedAt });
  });

  it("The same message again is stored once, also when both come at the same time", async () => {
    const both = await Promise.all([send(messageOf("m-4")), send(messageOf("m-4"))]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 201]);
    const later = { sentAt: "2026-11-22T09:00:00.000Z" };
    expect((await send(messageOf("m-4", later))).status).toBe(200);
    expect((await idsOf()).filter((id) => id === "m-4")).toHaveLength(1);
  });

  it("A used id with another text or number is refused", async () => {
    for (const other of [{ text: "other" }, { to: "09120001009" }])
      expect(await problemOf(await send(messageOf("m-1", other)))).toEqual([
        409,
        "reference_reused",
      ]);
    expect(await idsOf("?to=09120001009")).toEqual([]);
  });

  it("Messages and their ids survive a restart, a line torn by a crash does not", async () => {
    const before = await read();
    appendFileSync(join(sandbox.dataFolder, "inbox.jsonl"), '{"messageId":"m-torn","to":"0912');
    await sandbox.restart();
    expect(await read()).toEqual(before);
    expect((await send(messageOf("m-1"))).status).toBe(200);
    expect((await send(messageOf("m-5"))).status).toBe(201);
    await sandbox.restart();
    expect((await idsOf())[0]).toBe("m-5");
  });

  it.each([
    ["an unknown field", { extra: true }],
    ["no mobile number", { to: "0912" }],
    ["an empty text", { text: "" }],
    ["a text longer than a message", { text: "x".repeat(1_001) }],
    ["a time that is none", { sentAt: "yesterday" }],
    ["an id with a line break", { messageId: "m\n1" }],
  ])("R8 a message with %s is refused", async (_case, wrong) => {
    const response = await send(messageOf("m-wrong", wrong));
    expect(await problemOf(response)).toEqual([400, "invalid_request"]);
  });

  it("R9 only who may send messages delivers them", async () => {
    const message = messageOf("m-foreign");
    const reader = await takeToken(sandbox.url(), "ramznama", "core:read");
    expect(await problemOf(await send(message, reader))).toEqual([403, "forbidden"]);
    const atm = await takeToken(sandbox.url(), "atm");
    expect(await problemOf(await send(message, atm))).toEqual([401, "unauthenticated"]);
    expect(await problemOf(await send(message, ""))).toEqual([401, "unauthenticated"]);
    expect(await idsOf()).not.toContain("m-foreign");
  });

  it("It can be out of order on purpose, and then stores nothing", async () => {
    const operator = await takeToken(sandbox.url(), "sandbox-operator");
    const address = `${sandbox.url()}/inbox/api/behaviour`;
    expect((await sendJson(address, operator, { mode: "down" }, "PUT")).status).toBe(200);
    const response = await send(messageOf("m-6"));
    expect(await problemOf(response)).toEqual([503, "temporarily_unavailable"]);
    expect(await idsOf()).not.toContain("m-6");
    await sendJson(address, operator, { mode: "normal" }, "PUT");
    expect((await send(messageOf("m-6"))).status).toBe(201);
  });

  it("R10 no code and no mobile number of a message is in the log", async () => {
    await fetch(`${sandbox.url()}/inbox?to=09120001001`);
    expect(sandbox.log()).toContain('"route":"/inbox"');
    for (const secret of ["48203917", "0912000"]) expect(sandbox.log()).not.toContain(secret);
  });
});
