import { randomUUID } from "node:crypto";
import { routes, type Route } from "@ramznama/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask, bearer, problemOf, refusalOf, type Reply } from "./ask.ts";
import { listCallers, type Caller } from "./callers.ts";
import { openChannel } from "./channel.ts";
import { storedContent } from "./database-content.ts";
import { forgeTokens } from "./forged-tokens.ts";
import { createOpenPhone } from "./open-phone.ts";
import { setScene, type Act, type Scene } from "./r9-requests.ts";
import { signInStaff } from "./staff.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { people } from "./test-phone.ts";

const desk = ["teller", "teller2", "supervisor"];
const phone = ["a registered phone"];
/** Doors that a phone comes to before it is registered, or whose sealed body says whose phone it is. */
const anyPhone = [...phone, "a phone that nobody registered"];

/** The bank's rules in so many words, on purpose not derived from the contract. */
const mayEnter: Readonly<Record<string, readonly string[] | "everybody" | "own pages">> = {
  getLoginRequirement: ["internet-bank", "core"],
  createCustomerSession: "own pages",
  getCustomerHome: ["a customer's page"],
  endCustomerSession: ["a customer's page"],
  createVerification: ["shop", "internet-bank", "core"],
  issueCardToken: ["atm"],
  resendCardCode: ["atm"],
  releaseDeviceByCard: ["atm"],
  blockTokens: ["atm", "internet-bank"],
  searchCustomers: [...desk, "officer"],
  issueTokenAtBranch: desk,
  listTokens: [...desk, "officer"],
  replaceLinks: desk,
  resendCodeAtBranch: desk,
  revokeToken: desk,
  suspendToken: desk,
  liftSuspension: desk,
  liftTokenBlock: desk,
  releaseDeviceAtBranch: desk,
  // Four eyes, identity and paper: whoever stands at a desk asks, a supervisor decides.
  getCustomer: [...desk, "officer"],
  recordIdentityCheck: desk,
  reprintReceipt: desk,
  revokeAllTokens: desk,
  listApprovals: desk,
  decideApproval: ["supervisor"],
  withdrawApproval: desk,
  listAuditEvents: ["officer", "auditor"],
  exportAuditEvents: ["officer", "auditor"],
  explainToken: [...desk, "officer"],
  listThrottles: ["officer"],
  listRefusalBursts: ["officer"],
  countCodes: ["officer"],
  getOwnSession: [...desk, "officer", "auditor"],
  listStaffSessions: ["officer"],
  endStaffSession: ["officer"],
  getConfiguration: "everybody",
  getTime: "everybody",
  createRegistration: anyPhone,
  confirmRegistration: anyPhone,
  createActivation: anyPhone,
  confirmActivation: anyPhone,
  listDeviceTokens: phone,
  declareSecond: phone,
  deleteDeviceToken: phone,
  deleteAllDeviceTokens: phone,
};

/** Doors that change nothing, not even the audit: there is nothing to see after the right caller came. */
const leavesNoTrace = new Set([
  "getConfiguration",
  "getTime",
  "getLoginRequirement",
  "getOwnSession",
  "listDeviceTokens",
]);

const forbids = new Set(["forbidden", "cross_site", "device_not_registered"]);

let bank: TestBank;
let scene: Scene;
let callers: readonly Caller[];

beforeAll(async () => {
  bank = await startTestBank();
  scene = await setScene(bank);
  const unregistered = createOpenPhone(bank);
  callers = await listCallers(bank, { registered: scene.registered, unregistered });
});

afterAll(() => bank.stop());

const knock = async (route: Route, caller: Caller, act: Act): Promise<Reply> => {
  const { listener, method } = route;
  const headers = await caller.headersFor({ method, path: act.path, text: act.text ?? "" });
  const { path, text } = act;
  return ask(bank, { listener, method, path, headers, ...(text === undefined ? {} : { text }) });
};

const isAllowed = (route: Route, caller: Caller): boolean => {
  const names = mayEnter[route.name] ?? [];
  if (names === "own pages") return caller.isOwnPage === true;
  return names === "everybody" || names.includes(caller.as ?? caller.name);
};

const refusalFor = ({ access }: Route, caller: Caller): string => {
  const { refusals, isOwnPage = false } = caller;
  if (access.kind === "device") return refusals.device;
  if (access.kind !== "page" && access.kind !== "customer") return refusals.bearer;
  return isOwnPage ? (refusals.customer ?? "unauthenticated") : "cross_site";
};

const actOf = (route: Route): Act => {
  const act = scene.acts[route.name];
  if (act === undefined) throw new Error(`no request is known for ${route.name}`);
  return act;
};

/** The act itself, and forms that would be refused as requests: who may not enter must not learn that. */
const formsOf = (route: Route): readonly Act[] => {
  const act = actOf(route);
  const malformedPath = { ...act, path: act.path.replace(/[0-9a-f-]{12,36}|C[0-9]{4}/, "%20") };
  if (act.text === undefined) return [act, malformedPath];
  return [act, { ...act, text: "{}" }, { ...malformedPath, text: '{"unknown":1}' }];
};

test("R9 every door of the contract stands in the matrix, and no other", () => {
  expect(Object.keys(mayEnter).sort()).toEqual(routes.map((route) => route.name).sort());
  expect(Object.keys(scene.acts).sort()).toEqual(Object.keys(mayEnter).sort());
  const names = new Set(callers.map((caller) => caller.name));
  for (const allowed of Object.values(mayEnter)) {
    for (const name of typeof allowed === "string" ? [] : allowed) {
      expect(names).toContain(name);
    }
  }
});

describe.each(routes.map((route) => [route.name, route] as const))("R9 %s", (_name, route) => {
  test("refuses every other caller before it looks at the request, and changes nothing", async () => {
    const before = await storedContent(bank);
    const wrong: string[] = [];
    for (const caller of callers.filter((one) => !isAllowed(route, one))) {
      const code = refusalFor(route, caller);
      const status = forbids.has(code) ? 403 : 401;
      for (const form of formsOf(route)) {
        // Which tokens a phone has is asked after its proof and after the form of the request.
        if (code === "device_not_registered" && form !== actOf(route)) continue;
        const got = refusalOf(await knock(route, caller, form));
        if (got[0] === status && got[1] === code) continue;
        wrong.push(`${caller.name}: ${got.join(" ")} instead of ${status} ${code}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(await storedContent(bank)).toEqual(before);
  });

  test("lets every right caller pass its door", async () => {
    const allowed = callers.filter((one) => isAllowed(route, one));
    expect(allowed.length).toBeGreaterThan(0);
    const act = actOf(route);
    // Acts without a body get a serial that no token has, a customer whom nobody knows, and an id of nothing.
    const path = act.path
      .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/, randomUUID())
      .replace(/\/[0-9]{12}/, "/100000000008")
      .replace(/C[0-9]{4}/, "C9999");
    const harmless = { path };
    for (const caller of allowed) {
      const form = act.text === undefined ? harmless : { path: act.path, text: "{}" };
      const { status } = await knock(route, caller, form);
      expect([caller.name, [401, 403].includes(status)]).toEqual([caller.name, false]);
    }
  });

  test("does for the right caller what it refused to the others", async () => {
    const act = actOf(route);
    const before = await storedContent(bank);
    const { listener, method, access } = route;
    const [right] = callers.filter((one) => isAllowed(route, one));
    const prover = act.phone ?? scene.registered;
    const headers =
      access.kind === "device"
        ? await prover.prove(method, act.path, act.text)
        : await right?.headersFor({ method, path: act.path, text: act.text ?? "" });
    const { path, text } = act;
    const reply = await ask(bank, {
      listener,
      method,
      path,
      ...(headers === undefined ? {} : { headers }),
      ...(text === undefined ? {} : { text }),
    });
    expect([route.name, reply.status]).toEqual([route.name, route.status]);
    const after = await storedContent(bank);
    if (leavesNoTrace.has(route.name)) expect(after).toEqual(before);
    else expect(after).not.toEqual(before);
  });

  test("is not served by the other listener", async () => {
    const listener = route.listener === "public" ? "internal" : "public";
    const supervisor = bearer(await signInStaff(bank, "supervisor"));
    const { path, text = "{}" } = actOf(route);
    const body = ["GET", "DELETE"].includes(route.method) ? {} : { text };
    const reply = await ask(bank, {
      listener,
      method: route.method,
      path,
      headers: supervisor,
      ...body,
    });
    expect(refusalOf(reply)).toEqual([404, "not_found"]);
  });
});

test("R9 the forged tokens fail for what is wrong with them: the same token without a fault is let in", async () => {
  const { genuine } = await forgeTokens(bank);
  const path = "/staff/v1/audit-events";
  const reply = await ask(bank, {
    listener: "internal",
    method: "GET",
    path,
    headers: bearer(genuine),
  });
  expect(reply.status).toBe(200);
});

test("R9 a refusal for want of a token says so in the header that clients read", async () => {
  const path = "/staff/v1/tokens";
  const reply = await ask(bank, { listener: "internal", method: "GET", path });
  expect(problemOf(reply).code).toBe("unauthenticated");
  expect(reply.headers.get("www-authenticate")).toMatch(/^Bearer/);
});

test("R9 the published interface of each listener is the contract's, door by door", async () => {
  for (const listener of ["public", "internal"] as const) {
    const reply = await ask(bank, { listener, method: "GET", path: "/openapi.json" });
    const { paths } = JSON.parse(reply.text) as { paths: Record<string, Record<string, unknown>> };
    const published = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const agreed = routes
      .filter((route) => route.listener === listener)
      .map(({ method, path }) => `${method} ${path.replaceAll(/:([A-Za-z]+)/g, "{$1}")}`);
    expect(published.sort()).toEqual(agreed.sort());
  }
});

test("R9 outside the contract only health and the description answer, and health on the internal side only", async () => {
  const statusOf = async (listener: "public" | "internal", path: string) =>
    (await ask(bank, { listener, method: "GET", path })).status;
  for (const path of ["/health/live", "/health/ready", "/openapi.json"]) {
    expect([path, await statusOf("internal", path)]).toEqual([path, 200]);
  }
  expect(await statusOf("public", "/openapi.json")).toBe(200);
  for (const path of ["/health/live", "/health/ready", "/metrics"]) {
    expect([path, await statusOf("public", path)]).toEqual([path, 404]);
  }
});

const purposes = {
  "card-second-password": people.sara.card,
  "account-password": people.sara.account,
  "gateway-login": people.sara.gatewayLogin,
} as const;

test.each([
  ["shop", ["card-second-password"]],
  ["internet-bank", ["account-password", "gateway-login"]],
  ["core", ["card-second-password", "account-password", "gateway-login"]],
] as const)("R9 %s verifies codes for %j only", async (client, own) => {
  const channel = await openChannel(bank, client);
  for (const purpose of ["card-second-password", "account-password", "gateway-login"] as const) {
    const before = await storedContent(bank);
    const subject = purposes[purpose];
    const { status } = await channel.verify({ purpose, subject, code: "00000000" });
    const mine = own.some((name) => name === purpose);
    expect([purpose, status]).toEqual([purpose, mine ? 200 : 403]);
    if (!mine) expect(await storedContent(bank)).toEqual(before);
  }
});

test("S27 R9 an ATM sends no code again for an account/gateway token, as if there were none", async () => {
  const { path } = scene.acts["resendCodeAtBranch"] ?? { path: "" };
  const atm = await openChannel(bank, "atm");
  const before = await storedContent(bank);
  const requestReference = "atm-asks-again";
  const reply = await atm.post<{ code: string }>(path.replace("/staff/", "/bank/"), {
    requestReference,
  });
  expect([reply.status, reply.body.code]).toEqual([404, "token_not_found"]);
  expect(await storedContent(bank)).toEqual(before);
});
