import { once } from "node:events";
import { connect } from "node:net";
import { routes, type Problem, type Route } from "@ramznama/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask, bearer, problemOf, refusalOf, type Reply } from "./ask.ts";
import { openChannel } from "./channel.ts";
import { storedContent } from "./database-content.ts";
import {
  addressOf,
  doorsWithBody,
  openDoorway,
  optionalFields,
  sampleOf,
  type Body,
  type Doorway,
} from "./door-samples.ts";
import { signInStaff } from "./staff.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";

/** Stands in every value that should not be there; no answer and no log line may show it. */
const marker = "Zx7qMarkerQ9w";

let bank: TestBank;
let doorway: Doorway;

beforeAll(async () => {
  bank = await startTestBank();
  doorway = await openDoorway(bank);
});

afterAll(() => bank.stop());

const wrongValues: readonly unknown[] = [
  null,
  20_777_777,
  [marker],
  { [marker]: marker },
  `${marker} نشان ${"x".repeat(70)}`,
  "",
];

/** Bodies that differ from the right one in one field. */
const spoilt = (body: Body): readonly (readonly [string, unknown])[] =>
  Object.keys(body).flatMap((field) => {
    const { [field]: right, ...rest } = body;
    return [
      ...(optionalFields.has(field) ? [] : [[`without ${field}`, rest] as const]),
      ...wrongValues.map((wrong) => [
        `${field} as ${JSON.stringify(wrong).slice(0, 20)}`,
        { ...body, [field]: wrong },
      ]),
      [`${field} as a flag`, { ...body, [field]: typeof right === "boolean" ? "true" : true }],
      [`${field} twice, once in capitals`, { ...body, [field.toUpperCase()]: right }],
    ] as (readonly [string, unknown])[];
  });

const unknownFields = (body: Body): readonly (readonly [string, unknown])[] => [
  ["an unknown field", { ...body, unknown: marker }],
  ["an unknown field with an odd name", { ...body, [`${marker} <b>`]: 1 }],
  ["a number as a field's name", { ...body, "6280239832816831": marker }],
  [
    "deep nesting",
    { ...body, deep: JSON.parse(`${"[".repeat(900)}${"]".repeat(900)}`) as unknown },
  ],
];

/** Texts that are not the JSON object that is wanted, or not JSON. */
const spoiltTexts = (body: Body): readonly (readonly [string, string])[] => {
  const right = JSON.stringify(body);
  const [field = ""] = Object.keys(body);
  return [
    ["nothing", ""],
    ["null", "null"],
    ["an empty object", "{}"],
    ["an empty list", "[]"],
    ["the body in a list", `[${right}]`],
    ["the body as a text", JSON.stringify(right)],
    ["a number", "7"],
    ["a text", `"${marker}"`],
    ["no JSON", marker],
    ["JSON cut off", right.slice(0, -1)],
    ["JSON and more", `${right}${marker}`],
    ["single quotes", right.replaceAll('"', "'")],
    ["a comma too many", right.replace(/}$/, ",}")],
    ["__proto__", right.replace("{", `{"__proto__":{"${marker}":1},`)],
    ["__proto__ deep inside", right.replace("{", `{"a":[{"b":{"__proto__":"${marker}"}}],`)],
    ["__proto__ escaped", right.replace("{", `{"\\u005f_proto__":{"${marker}":1},`)],
    ["constructor.prototype", right.replace("{", `{"constructor":{"prototype":{"a":1}},`)],
    ["a field a second time, wrong", right.replace(/}$/, `,"${field}":{"${marker}":1}}`)],
    ["very deep nesting", `${"[".repeat(30_000)}${"]".repeat(30_000)}`],
    ["a NUL byte", right.replace("{", "{\0")],
    ["broken UTF-16", right.replace("{", '{"\\ud800":1,')],
  ];
};

interface Seen {
  readonly what: string;
  readonly problem: Problem;
}

/** Sends it, and gives the problem back with what must hold for any problem checked. */
const refuse = async (what: string, send: Promise<Reply>): Promise<Seen> => {
  const reply = await send;
  expect([what, reply.text.includes(marker)]).toEqual([what, false]);
  expect([what, /\bat [^"]*:\d+:\d+|node_modules|\.ts\b/.test(reply.text)]).toEqual([what, false]);
  expect(reply.headers.get("cache-control")).toBe("no-store");
  expect(reply.headers.get("x-content-type-options")).toBe("nosniff");
  return { what, problem: problemOf(reply) };
};

const codesOf = (seen: readonly Seen[]) => seen.map(({ what, problem }) => [what, problem.code]);

const expectLogged = (seen: readonly Seen[]): void => {
  const log = bank.log();
  for (const { problem } of seen) expect(log).toContain(`"reference":"${problem.reference}"`);
  expect(log).not.toContain(marker);
};

test("every door that takes a body has a sample here, and the sample fits", () => {
  for (const route of doorsWithBody) {
    const { body } = sampleOf(route);
    expect([route.name, route.body?.safeParse(body).success]).toEqual([route.name, true]);
  }
});

describe.each(doorsWithBody.map((route) => [route.name, route] as const))("%s", (_name, route) => {
  let before: unknown;
  const { body } = sampleOf(route);

  beforeAll(async () => {
    before = await storedContent(bank);
  });

  const sendAll = async (texts: readonly (readonly [string, string])[]): Promise<Seen[]> => {
    const seen: Seen[] = [];
    for (const [what, text] of texts) seen.push(await refuse(what, doorway.send(route, text)));
    return seen;
  };

  test("R8 refuses a body with one field wrong, missing or too many, and names the place", async () => {
    const cases = [...spoilt(body), ...unknownFields(body)];
    const seen = await sendAll(cases.map(([what, value]) => [what, JSON.stringify(value)]));
    expect(codesOf(seen)).toEqual(cases.map(([what]) => [what, "invalid_request"]));
    for (const { what, problem } of seen) {
      expect([what, problem.errors.length > 0]).toEqual([what, true]);
      for (const { path } of problem.errors) expect(path).toMatch(/^\/[A-Za-z0-9/?_]*$/);
    }
    expectLogged(seen);
    expect(await storedContent(bank)).toEqual(before);
  });

  test("R8 refuses what is not the object it wants, or not JSON", async () => {
    const cases = spoiltTexts(body);
    const seen = await sendAll(cases);
    expect(codesOf(seen)).toEqual(cases.map(([what]) => [what, "invalid_request"]));
    expectLogged(seen);
    expect(await storedContent(bank)).toEqual(before);
  });

  test("R8 takes JSON under its own name only, and no more than 64 kB", async () => {
    const text = JSON.stringify(body);
    const seen: Seen[] = [];
    const types = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""];
    for (const type of [...types, `application/${marker}`, "application/jsonp", marker]) {
      const sent = doorway.send(route, text, { "content-type": type });
      seen.push(await refuse(`content type ${type}`, sent));
    }
    expect(new Set(seen.map(({ problem }) => problem.code))).toEqual(
      new Set(["unsupported_media_type"]),
    );
    const large = `{"a":"${marker}${"x".repeat(64 * 1024)}"}`;
    const tooLarge = await refuse("65 kB", doorway.send(route, large));
    expect(tooLarge.problem.code).toBe("payload_too_large");
    expectLogged([...seen, tooLarge]);
    expect(await storedContent(bank)).toEqual(before);
  });
});

describe("addresses", () => {
  const get = (route: Route, method: string, path: string): Promise<Reply> =>
    ask(bank, { listener: route.listener, method, path });
  const methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PURGE"];

  test("R8 a known address answers another method with 405", async () => {
    const seen: Seen[] = [];
    for (const route of routes) {
      const taken = routes.filter(({ path }) => path === route.path).map(({ method }) => method);
      for (const method of methods.filter((name) => !taken.some((one) => one === name))) {
        seen.push(await refuse(`${method} ${route.path}`, get(route, method, addressOf(route))));
      }
    }
    expect(new Set(codesOf(seen).map(([, code]) => code))).toEqual(new Set(["method_not_allowed"]));
    expectLogged(seen);
  });

  test("R8 an address that is nearly right is not there", async () => {
    const seen: Seen[] = [];
    for (const route of routes) {
      const address = addressOf(route);
      const near = [
        // With an empty serial it is the next door's to refuse.
        ...(route.name === "deleteAllDeviceTokens" ? [] : [`${address}/`]),
        `/${address}`,
        address.replace("/v1/", `/v1;${marker}/`),
        `${address}/${marker}/${marker}`,
        address.toUpperCase(),
        address.replace("/v1/", "/v2/"),
        address.replace("/v1/", "/v1//"),
        `/${marker}${address}`,
      ];
      for (const path of near) {
        seen.push(await refuse(path, get(route, route.method, path)));
      }
    }
    expect(new Set(codesOf(seen).map(([, code]) => code))).toEqual(new Set(["not_found"]));
    expectLogged(seen);
  });

  test("R8 a part of an address that is too long or cannot be decoded is answered like any other unknown one", async () => {
    const seen: Seen[] = [];
    for (const route of routes.filter(({ path }) => path.includes(":"))) {
      for (const part of [marker.repeat(20), `%zz${marker}`, `%ff${marker}`, `%00${marker}`]) {
        const path = route.path.replace(/:[A-Za-z]+/, part);
        const reply = ask(bank, { listener: route.listener, method: route.method, path });
        seen.push(await refuse(path.slice(0, 60), reply));
      }
    }
    const guarded = seen.filter(({ problem }) => problem.code !== "not_found");
    expect(guarded.filter(({ problem }) => problem.status !== 401)).toEqual([]);
    expect(guarded.length).toBeLessThan(seen.length);
    expectLogged(seen);
  });

  test("R8 an act without a body refuses one", async () => {
    const headers = bearer(await signInStaff(bank, "teller"));
    const path = "/staff/v1/tokens/100000000008/suspension";
    const question = { listener: "internal", method: "DELETE", path, headers } as const;
    const reply = await ask(bank, { ...question, text: "{}" });
    expect(refusalOf(reply)).toEqual([400, "invalid_request"]);
  });
});

/** What a socket hears when it writes `text` and then nothing more. */
const writeRaw = async (text: string, end: "wait" | "cut"): Promise<string> => {
  const socket = connect({ port: Number(new URL(bank.internalUrl()).port), host: "localhost" });
  await once(socket, "connect");
  let heard = "";
  socket.on("data", (chunk) => (heard += String(chunk)));
  const closed = new Promise<void>((resolve) => {
    socket.once("close", () => {
      resolve();
    });
    // A reset is an end too.
    socket.on("error", () => undefined);
  });
  socket.write(text, () => {
    if (end === "cut") socket.destroy();
  });
  await closed;
  return heard;
};

describe("connections", () => {
  const head = (more: string) => `POST /bank/v1/tokens HTTP/1.1\r\nhost: localhost\r\n${more}\r\n`;

  // A request that no route can be found for has no place in the log either; the answer is fixed.
  test.each([
    ["a header of 20 kB", head(`x-a: ${marker.repeat(1_600)}\r\n`), 431],
    ["two thousand headers", head(`x-${marker}: 1\r\n`.repeat(2_000)), 431],
    ["an address of 20 kB", `GET /${marker.repeat(1_600)} HTTP/1.1\r\nhost: x\r\n\r\n`, 431],
    ["a method nobody knows", `${marker} / HTTP/1.1\r\nhost: x\r\n\r\n`, 400],
    ["no HTTP at all", `${marker}\r\n\r\n`, 400],
    ["no host", "GET / HTTP/1.1\r\n\r\n", 400],
    [
      "two lengths (request smuggling)",
      head(`content-length: 5\r\ntransfer-encoding: chunked\r\n`) + "0\r\n\r\n",
      400,
    ],
    ["a length twice", head(`content-length: 5\r\ncontent-length: 6\r\n`) + "{}", 400],
    ["a broken chunk", head(`transfer-encoding: chunked\r\n`) + `zz${marker}\r\n`, 400],
    ["a folded header", head(`x-a: 1\r\n ${marker}\r\nconnection: close\r\n`), 400],
  ] as const)("R8 %s is refused below the doors, without an echo", async (_what, text, status) => {
    const heard = await writeRaw(text, "wait");
    expect(heard).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(heard).not.toContain(marker);
    expect(bank.log()).not.toContain(marker);
  });

  test("R8 half a request and then nothing leaves nothing behind", async () => {
    const before = await storedContent(bank);
    const { token } = await openChannel(bank, "atm");
    const whole = JSON.stringify(sampleOf(issueRoute()).body);
    const headers = `authorization: Bearer ${token}\r\ncontent-type: application/json\r\ncontent-length: ${whole.length}\r\n`;
    for (const length of [0, 1, whole.length >> 1, whole.length - 1]) {
      await writeRaw(head(headers) + whole.slice(0, length), "cut");
    }
    const alive = await ask(bank, { listener: "internal", method: "GET", path: "/health/ready" });
    expect(alive.status).toBe(200);
    expect(await storedContent(bank)).toEqual(before);
  });

  const issueRoute = (): Route => {
    const found = routes.find(({ name }) => name === "issueCardToken");
    if (found === undefined) throw new Error("the contract lost issueCardToken");
    return found;
  };
});
