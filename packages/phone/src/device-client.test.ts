import { asUnixMilliseconds, verifyProof } from "@ramznama/activation";
import { beforeEach, expect, test } from "vitest";
import { createDeviceClient, type DeviceClient } from "./device-client.ts";
import { generateDeviceKey } from "./device-key-store.ts";
import type { Fetch } from "./phone-platform.ts";
import { platform } from "./testing/signing-server.ts";

interface Sent {
  readonly address: string;
  readonly options: RequestInit;
}

let sent: Sent[];
let answers: (() => Promise<Response>)[];
let client: DeviceClient;

const send: Fetch = (address, options) => {
  sent.push({ address, options });
  const answer = answers.shift();
  return answer === undefined ? Promise.reject(new TypeError("no network")) : answer();
};

const createClient = (): DeviceClient => {
  const clock = { now: () => asUnixMilliseconds(0), monotonic: () => 0 };
  const options = { server: "http://bank.test", timeoutMilliseconds: 20 };
  return createDeviceClient({ ...platform, fetch: send, clock }, options);
};

/** Every test begins with a client that has heard of the server. */
beforeEach(async () => {
  sent = [];
  answers = [];
  client = createClient();
  answerWith({}, 200, { "dpop-nonce": "n0" });
  await client.send(openRequest);
  sent = [];
});

const deviceKey = await generateDeviceKey(platform);
const parse = (body: unknown) => (body === undefined ? undefined : { body });
const request = {
  method: "POST",
  path: "/device/v1/activations",
  body: '{"k":"a"}',
  deviceKey,
  status: 201,
  parse,
} as const;

const openRequest = {
  method: "GET",
  path: "/device/v1/time",
  query: "nonce=a",
  status: 200,
  parse,
} as const;

const configuration = { bankName: "بانک", cardPrefix: "628023", serverKeys: "" };

const answerWith = (body: unknown, status: number, headers: Record<string, string> = {}) => {
  answers.push(() => Promise.resolve(Response.json(body, { status, headers })));
};

const proofOf = async (which: number) => {
  const options = sent[which]?.options;
  const header = new Headers(options?.headers).get("dpop");
  const body = new TextEncoder().encode(request.body);
  return verifyProof(platform, header, { htm: "POST", htu: "/device/v1/activations", body });
};

test("RFC 9449 §8: a nonce is taken from use_nonce, the request repeated once with a new proof", async () => {
  answerWith({ code: "use_nonce" }, 401, { "dpop-nonce": "n1" });
  answerWith({ fine: true }, 201, { "dpop-nonce": "n2" });
  answerWith({ fine: true }, 201);
  expect(await client.send(request)).toEqual({ kind: "done", body: { body: { fine: true } } });
  expect(sent).toHaveLength(2);
  expect(await proofOf(1)).toMatchObject({ ok: true, value: { nonce: "n1" } });
  await client.send(request);
  expect(await proofOf(2)).toMatchObject({ ok: true, value: { nonce: "n2" } });
});

test("RFC 9449 §8.2: the first nonce is asked for at an open door before anything is signed", async () => {
  const fresh = createClient();
  answerWith(configuration, 200, { "dpop-nonce": "n1" });
  answerWith({ fine: true }, 201);
  expect(await fresh.send(request)).toMatchObject({ kind: "done" });
  expect(sent.map(({ address }) => new URL(address).pathname)).toEqual([
    "/device/v1/configuration",
    "/device/v1/activations",
  ]);
  expect(new Headers(sent[0]?.options.headers).has("dpop")).toBe(false);
  expect(await proofOf(1)).toMatchObject({ ok: true, value: { nonce: "n1" } });
});

test("S12 where the open door is not the server's, or gives no answer, nothing is signed", async () => {
  const isTheOpenDoor = () => {
    expect(sent).toHaveLength(1);
    expect(sent[0]?.address).toBe("http://bank.test/device/v1/configuration");
    expect(new Headers(sent[0]?.options.headers).has("dpop")).toBe(false);
    sent = [];
  };
  expect(await createClient().send(request)).toEqual({ kind: "unanswered", cause: "offline" });
  isTheOpenDoor();
  answerWith("<html>please sign in</html>", 200);
  expect(await createClient().send(request)).toEqual({ kind: "unanswered", cause: "unreadable" });
  isTheOpenDoor();
  answerWith({ code: "rate_limited" }, 429, { "retry-after": "7" });
  expect(await createClient().send(request)).toMatchObject({
    kind: "problem",
    problem: { code: "rate_limited", retryAfterSeconds: 7 },
  });
  isTheOpenDoor();
});

test("a server that gives no nonce of itself is still asked, and gives it with use_nonce", async () => {
  const fresh = createClient();
  answerWith(configuration, 200);
  answerWith({ code: "use_nonce" }, 401, { "dpop-nonce": "n1" });
  answerWith({ fine: true }, 201);
  expect(await fresh.send(request)).toMatchObject({ kind: "done" });
  expect(await proofOf(2)).toMatchObject({ ok: true, value: { nonce: "n1" } });
});

test("use_nonce twice is the server's answer, not a reason to go on for ever", async () => {
  answerWith({ code: "use_nonce" }, 401, { "dpop-nonce": "n1" });
  answerWith({ code: "use_nonce" }, 401, { "dpop-nonce": "n2" });
  expect(await client.send(request)).toMatchObject({
    kind: "problem",
    problem: { code: "use_nonce", status: 401 },
  });
  expect(sent).toHaveLength(2);
});

test("a problem comes with its code, its reference, its tag and its pause", async () => {
  const problem = { code: "rate_limited", reference: "r1", refusalTag: "t", title: "…" };
  answerWith(problem, 429, { "retry-after": "7" });
  expect(await client.send(request)).toEqual({
    kind: "problem",
    problem: {
      code: "rate_limited",
      status: 429,
      reference: "r1",
      refusalTag: "t",
      retryAfterSeconds: 7,
    },
  });
});

test("S12 no network and no answer in time are told apart", async () => {
  expect(await client.send(request)).toEqual({ kind: "unanswered", cause: "offline" });
  answers.push(
    () =>
      new Promise((_resolve, reject) => {
        const signal = sent.at(-1)?.options.signal;
        signal?.addEventListener("abort", () => {
          reject(signal.reason as Error);
        });
      }),
  );
  expect(await client.send(request)).toEqual({ kind: "unanswered", cause: "timeout" });
});

test("R5 what is cut, foreign, endless or of another status is no answer of the server", async () => {
  const bodies = [
    "<html>please sign in</html>",
    '{"code":"internal',
    "",
    "[]",
    "x".repeat(300_000),
  ];
  for (const status of [200, 201, 204, 302, 404, 502]) {
    for (const body of bodies) {
      answers.push(() => Promise.resolve(new Response(status === 204 ? null : body, { status })));
      const answer = await client.send({ ...request, parse: () => undefined });
      expect(answer, `${status} ${body.slice(0, 20)}`).toEqual({
        kind: "unanswered",
        cause: "unreadable",
      });
    }
  }
});

test("nothing is cached, redirected or sent with cookies, and open doors get no proof", async () => {
  answerWith({ fine: true }, 200);
  await client.send(openRequest);
  expect(sent[0]?.address).toBe("http://bank.test/device/v1/time?nonce=a");
  expect(sent[0]?.options).toMatchObject({
    cache: "no-store",
    credentials: "omit",
    redirect: "error",
  });
  expect(new Headers(sent[0]?.options.headers).has("dpop")).toBe(false);
});
