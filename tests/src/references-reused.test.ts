import { randomUUID } from "node:crypto";
import { routes, type VerificationResponse } from "@ramznama/contract";
import { defaultPolicy } from "@ramznama/server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask, bearer, refusalOf, type Reply } from "./ask.ts";
import { openChannel, takeToken, type Channel } from "./channel.ts";
import { dumpDatabase, storedContent } from "./database-content.ts";
import { createOpenPhone, type OpenPhone } from "./open-phone.ts";
import { signInStaff } from "./staff.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { activateCard, people, registerPhone, takeCode } from "./test-phone.ts";

let bank: TestBank;
let atm: Channel;
let shop: Channel;
let saras: { readonly id: string; readonly serial: string };
const tokens = new Map<string, string>();

beforeAll(async () => {
  const often = { issues: 1_000, codes: 1_000, releases: 1_000, blocks: 1_000 };
  bank = await startTestBank({ policy: { ...defaultPolicy, perCardAndDay: often } });
  [atm, shop] = [await openChannel(bank, "atm"), await openChannel(bank, "shop")];
  tokens.set("atm", atm.token);
  tokens.set("internet-bank", await takeToken(bank, "internet-bank"));
  tokens.set("supervisor", await signInStaff(bank, "supervisor"));
  tokens.set("teller", await signInStaff(bank, "teller"));
  const sara = createOpenPhone(bank);
  await registerPhone(bank, sara.phone, people.sara);
  saras = await activateCard(bank, atm, sara.phone, people.sara);
});

afterAll(() => bank.stop());

const post = async (caller: string, path: string, body: object): Promise<Reply> =>
  ask(bank, {
    listener: "internal",
    method: "POST",
    path,
    headers: bearer(tokens.get(caller) ?? ""),
    text: JSON.stringify(body),
  });

const eventsOf = async (type: string): Promise<number> => {
  const rows = (await dumpDatabase(bank.databaseUrl)).get("audit_events") ?? [];
  return rows.filter((row) => row.includes(`,${type},`)).length;
};

const issue = async (cardNumber: string): Promise<string> => {
  const body = { kind: "card", cardNumber, requestReference: randomUUID() };
  const { text } = await post("atm", "/bank/v1/tokens", body);
  return (JSON.parse(text) as { serial: string }).serial;
};

const issueAtBranch = async (customerId: string): Promise<string> => {
  const body = { kind: "account-gateway", customerId, requestReference: randomUUID() };
  const { text } = await post("teller", "/staff/v1/tokens", body);
  return (JSON.parse(text) as { serial: string }).serial;
};

const registerDevice = async (nationalId: string, mobile: string): Promise<string> => {
  const phone = createOpenPhone(bank);
  await registerPhone(bank, phone.phone, { nationalId, mobile });
  const { text } = await post("supervisor", "/staff/v1/customer-searches", { nationalId });
  const { customers } = JSON.parse(text) as { customers: { device: { id: string } }[] };
  return customers[0]?.device.id ?? "";
};

interface Intent {
  readonly caller: string;
  readonly path: string;
  readonly body: object;
  /** The same act on something else. */
  readonly other: { readonly path?: string; readonly body?: object };
  /** What the audit says once for one effect. */
  readonly event: string;
}

/** One act for every door that takes a reference; made when its test begins. */
const intents: Readonly<Record<string, () => Promise<Intent>>> = {
  issueCardToken: () =>
    Promise.resolve({
      caller: "atm",
      path: "/bank/v1/tokens",
      body: { kind: "card", cardNumber: "6280232705108758" },
      other: { body: { kind: "card", cardNumber: "6280235322699471" } },
      event: "token.issued",
    }),
  resendCardCode: async () => ({
    caller: "atm",
    path: `/bank/v1/tokens/${await issue("6280235908662455")}/activation-codes`,
    body: {},
    other: { path: `/bank/v1/tokens/${await issue("6280235471806034")}/activation-codes` },
    event: "activation-code.sent-again",
  }),
  releaseDeviceByCard: async () => {
    await registerDevice(people.reza.nationalId, people.reza.mobile);
    return {
      caller: "atm",
      path: "/bank/v1/device-releases",
      body: { cardNumber: people.reza.card },
      other: { body: { cardNumber: "6280232714926653" } },
      event: "device.released",
    };
  },
  blockTokens: async () => {
    await issue("6280232249676237");
    return {
      caller: "internet-bank",
      path: "/bank/v1/token-blocks",
      body: { cardNumber: "6280232249676237" },
      other: { body: { cardNumber: "6280236429001694" } },
      event: "tokens.blocked",
    };
  },
  issueTokenAtBranch: () =>
    Promise.resolve({
      caller: "teller",
      path: "/staff/v1/tokens",
      body: { kind: "account-gateway", customerId: "C1007" },
      other: { body: { kind: "account-gateway", customerId: "C1007", identitySeen: true } },
      event: "token.issued",
    }),
  resendCodeAtBranch: async () => {
    const path = `/staff/v1/tokens/${await issue("6280235461778292")}/activation-codes`;
    const other = { body: { identitySeen: true } };
    return { caller: "teller", path, body: {}, other, event: "activation-code.sent-again" };
  },
  revokeToken: async () => ({
    caller: "teller",
    path: `/staff/v1/tokens/${await issue("6280232099366277")}/revocation`,
    body: {},
    other: { path: `/staff/v1/tokens/${await issue("6280230891276298")}/revocation` },
    event: "token.revoked",
  }),
  suspendToken: () =>
    Promise.resolve({
      caller: "teller",
      path: `/staff/v1/tokens/${saras.serial}/suspension`,
      body: {},
      other: { path: "/staff/v1/tokens/100000000008/suspension" },
      event: "token.suspended",
    }),
  releaseDeviceAtBranch: async () => ({
    caller: "supervisor",
    path: `/staff/v1/devices/${await registerDevice("1544332701", "09120001007")}/release`,
    body: {},
    other: { path: `/staff/v1/devices/${randomUUID()}/release` },
    event: "approval.requested",
  }),
  // Four eyes, identity and paper.
  recordIdentityCheck: () =>
    Promise.resolve({
      caller: "teller",
      path: "/staff/v1/customers/C1007/identity-checks",
      body: { document: "passport" },
      other: { body: { document: "national-card" } },
      event: "identity.checked",
    }),
  reprintReceipt: async () => ({
    caller: "teller",
    path: `/staff/v1/tokens/${await issueAtBranch("C1007")}/receipt-prints`,
    body: {},
    other: { path: `/staff/v1/tokens/${await issueAtBranch("C1007")}/receipt-prints` },
    event: "receipt.reprinted",
  }),
  revokeAllTokens: async () => {
    await issueAtBranch("C1007");
    return {
      caller: "teller",
      path: "/staff/v1/customers/C1007/revocation",
      body: {},
      other: { path: "/staff/v1/customers/C1001/revocation" },
      event: "approval.requested",
    };
  },
  decideApproval: async () => {
    await issueAtBranch("C1003");
    const body = { requestReference: randomUUID() };
    const { text } = await post("teller", "/staff/v1/customers/C1003/revocation", body);
    const { approval } = JSON.parse(text) as { approval: { id: string } };
    return {
      caller: "supervisor",
      path: `/staff/v1/approvals/${approval.id}/decision`,
      body: { decision: "approve" },
      other: { body: { decision: "reject" } },
      event: "approval.approved",
    };
  },
};

/** A customer's sign-in has a reference of its own kind, held in central-login.test.ts. */
const ofBankAndStaff = routes.filter(({ path }) => /^\/(bank|staff)\//.test(path));

const takesReference = ofBankAndStaff.filter(
  ({ body }) =>
    body !== undefined &&
    JSON.stringify(body.toJSONSchema({ io: "input" })).includes('"requestReference"'),
);

test("every door that takes a requestReference stands here, and every POST of bank and staff but searches takes one", () => {
  expect(takesReference.map(({ name }) => name).sort()).toEqual(Object.keys(intents).sort());
  const without = routes
    .filter(({ path, method }) => method === "POST" && /^\/(bank|staff)\//.test(path))
    .filter((route) => !takesReference.includes(route))
    .map(({ name }) => name);
  expect(without.sort()).toEqual(["createVerification", "getLoginRequirement", "searchCustomers"]);
});

describe.each(Object.entries(intents))("requestReference of %s", (name, begin) => {
  test("twenty at once have one effect, one event and one answer; other content is refused", async () => {
    const intent = await begin();
    const { caller, path, event } = intent;
    const body = { ...intent.body, requestReference: randomUUID() };
    const before = await eventsOf(event);
    const replies = await Promise.all(Array.from({ length: 20 }, () => post(caller, path, body)));
    const expected = takesReference.find((route) => route.name === name)?.status;
    expect([...new Set(replies.map(({ status }) => status))]).toEqual([expected]);
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    expect(await eventsOf(event)).toBe(before + 1);

    const settled = await storedContent(bank);
    const again = await post(caller, path, body);
    expect([again.status, again.text]).toEqual([expected, replies[0]?.text]);
    const otherPath = intent.other.path ?? path;
    const other = await post(caller, otherPath, { ...body, ...intent.other.body });
    expect(refusalOf(other)).toEqual([409, "reference_reused"]);
    expect(await storedContent(bank)).toEqual(settled);
  });
});

test("a reference belongs to its caller: two may use the same one", async () => {
  const requestReference = randomUUID();
  const body = { cardNumber: "6280238984686794", requestReference };
  const one = await post("atm", "/bank/v1/token-blocks", body);
  const two = await post("internet-bank", "/bank/v1/token-blocks", body);
  expect([one.status, two.status]).toEqual([200, 200]);
});

test("a reference is bound to the act too: the same one for another act is refused", async () => {
  const requestReference = randomUUID();
  const body = { cardNumber: "6280238984686794", requestReference };
  expect((await post("atm", "/bank/v1/token-blocks", body)).status).toBe(200);
  const other = await post("atm", "/bank/v1/device-releases", body);
  expect(refusalOf(other)).toEqual([409, "reference_reused"]);
});

describe("the form of references", () => {
  const verifyWith = (transactionReference: string) =>
    shop.verify({
      purpose: "card-second-password",
      subject: "6280230554635103",
      code: "12345678",
      transactionReference,
    });
  const searchWith = (requestReference: string) =>
    post("atm", "/bank/v1/token-blocks", { cardNumber: "6280238984686794", requestReference });

  test.each([
    ["8 characters", "r".repeat(8)],
    ["64 characters", "r".repeat(64)],
    ["every printable ASCII sign", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"],
  ])("%s are enough and not too many", async (_what, reference) => {
    expect((await verifyWith(reference)).status).toBe(200);
    expect((await searchWith(reference)).status).toBe(200);
  });

  test.each([
    ["7 characters", "r".repeat(7)],
    ["65 characters", "r".repeat(65)],
    ["nothing", ""],
    ["Persian digits", "۱۲۳۴۵۶۷۸۹"],
    ["a space", "reference 1"],
    ["a line break", "reference\n1"],
    ["a NUL", "reference\0"],
  ])("%s are refused, and the place is named", async (_what, reference) => {
    const { status, body } = await verifyWith(reference);
    expect([status, body.errors?.map(({ path }) => path)]).toEqual([
      400,
      expect.arrayContaining(["/transactionReference"]),
    ]);
    expect(refusalOf(await searchWith(reference))).toEqual([400, "invalid_request"]);
  });
});

describe("transactionReference", () => {
  let phone: OpenPhone;
  let id: string;

  beforeAll(async () => {
    phone = createOpenPhone(bank);
    await registerPhone(bank, phone.phone, people.maryam);
    ({ id } = await activateCard(bank, atm, phone.phone, people.maryam));
  });

  const entry = async () => {
    bank.clock.advanceSeconds(130);
    return {
      purpose: "card-second-password",
      subject: people.maryam.card,
      code: await takeCode(phone.phone, id),
      transactionReference: randomUUID(),
    } as const;
  };

  test("R1 twenty at once with one reference are one verification with one answer", async () => {
    const asked = await entry();
    const before = await eventsOf("code.accepted");
    const answers = await Promise.all(Array.from({ length: 20 }, () => shop.verify(asked)));
    const bodies = answers.map(({ body }) => body as VerificationResponse);
    expect(bodies.map(({ outcome }) => outcome)).toEqual(Array(20).fill("accepted"));
    expect(new Set(bodies.map(({ verificationId }) => verificationId)).size).toBe(1);
    expect(bodies.filter(({ replayed }) => replayed === undefined)).toHaveLength(1);
    expect(bodies.filter(({ replayed }) => replayed === true)).toHaveLength(19);
    expect(await eventsOf("code.accepted")).toBe(before + 1);
  });

  test("a refusal is repeated word for word and counted once", async () => {
    const asked = { ...(await entry()), code: "00000000" };
    const before = await eventsOf("code.refused");
    const first = await shop.verify(asked);
    const second = await shop.verify(asked);
    expect(second.body).toEqual({ ...first.body, replayed: true });
    expect(first.body).toMatchObject({ outcome: "rejected", reason: "not_accepted" });
    expect(await eventsOf("code.refused")).toBe(before + 1);
  });

  test("the same digits in another script are the same content", async () => {
    const asked = await entry();
    const first = await shop.verify(asked);
    const persian = asked.code.replaceAll(/[0-9]/g, (digit) => "۰۱۲۳۴۵۶۷۸۹"[Number(digit)] ?? "");
    const second = await shop.verify({ ...asked, code: persian });
    expect(second.body).toEqual({ ...first.body, replayed: true });
  });

  test.each([
    ["code", { code: "00000001" }],
    ["subject", { subject: people.sara.card }],
    ["origin", { origin: "elsewhere" }],
    ["holder", { holder: "C1003" }],
    ["transactionDigest", { transactionDigest: "A".repeat(43) }],
  ])("with another %s it is refused and spends nothing", async (_field, change) => {
    const asked = await entry();
    await shop.verify({ ...asked, code: "00000000" });
    const before = await storedContent(bank);
    const other = await shop.verify({ ...asked, code: "00000000", ...change });
    expect([other.status, other.body.code]).toEqual([409, "reference_reused"]);
    expect(await storedContent(bank)).toEqual(before);
    bank.clock.advanceSeconds(90_000);
  });
});
