import { expect, test } from "vitest";
import { z } from "zod";
import { callRoute, ForeignAnswerError, type HttpSend } from "./client.ts";
import { channel, defineRoute } from "./route.ts";

const door = defineRoute({
  name: "door",
  listener: "internal",
  method: "POST",
  path: "/things/:thing",
  summary: "A door",
  access: channel("issue:card"),
  params: z.strictObject({ thing: z.string() }),
  query: z.strictObject({ size: z.coerce.number().optional() }),
  body: z.strictObject({ word: z.string() }),
  status: 201,
  response: z.object({ made: z.boolean() }),
});

const problem = {
  type: "urn:ramznama:problem:forbidden",
  title: "This caller may not do that",
  status: 403,
  code: "forbidden",
  detail: "…",
  errors: [],
  reference: "r1",
};

const call = async (status: number, text: string) => {
  const sent: unknown[] = [];
  const send: HttpSend = (address, options) => {
    sent.push({ address, ...options });
    return Promise.resolve({ status, text: () => Promise.resolve(text) });
  };
  const options = { send, address: "http://bank.test", bearer: "t" };
  const input = { params: { thing: "a/b" }, query: { size: 2 }, body: { word: "w" } };
  return { answer: await callRoute(options, door, input), sent };
};

test("parameters, query, body and bearer reach the door as it describes itself", async () => {
  const { answer, sent } = await call(201, '{"made":true}');
  expect(answer).toEqual({ ok: true, value: { made: true } });
  expect(sent).toEqual([
    {
      address: "http://bank.test/things/a%2Fb?size=2",
      method: "POST",
      headers: {
        accept: "application/json",
        authorization: "Bearer t",
        "content-type": "application/json",
      },
      body: '{"word":"w"}',
    },
  ]);
});

test("a refusal comes as the problem it is", async () => {
  const { answer } = await call(403, JSON.stringify(problem));
  expect(answer).toEqual({ ok: false, problem });
});

test.each([
  [201, '{"made":"yes"}'],
  [200, '{"made":true}'],
  [502, "<html>"],
  [403, '{"code":"unheard_of"}'],
])(
  "an answer with status %i that the contract does not know is nobody's word: %s",
  async (status, text) => {
    await expect(call(status, text)).rejects.toThrow(ForeignAnswerError);
  },
);
