import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Wait } from "../platform/misbehaviour.ts";
import {
  openTestSandbox,
  problemOf,
  sendJson,
  takeToken,
  type TestSandbox,
} from "../testing/sandbox-for-tests.ts";
import { ChangedCustomer, CustomerList } from "./core-bank-schemas.ts";

const HOUR_MILLISECONDS = 3_600_000;

describe("the core bank", () => {
  let sandbox: TestSandbox;
  let reader: string;
  let operator: string;
  let firstStart: number;

  const ask = (lookup: unknown, token: string | undefined = reader) =>
    sendJson(`${sandbox.url()}/core/v1/customer-lookups`, token, lookup);
  const find = async (lookup: unknown) => {
    const response = await ask(lookup);
    expect(response.status).toBe(200);
    return CustomerList.parse(await response.json()).customers;
  };
  const idsOf = async (lookup: unknown) => (await find(lookup)).map((found) => found.customerId);
  const change = (body: unknown, token = operator) =>
    sendJson(`${sandbox.url()}/core/v1/customer-changes`, token, body);
  const behave = (body: unknown, token = operator) =>
    sendJson(`${sandbox.url()}/core/v1/behaviour`, token, body, "PUT");

  /** Slow answers wait until the test lets them go on, or until the sandbox ends. */
  const waits: { readonly milliseconds: number; readonly goOn: () => void }[] = [];
  const wait: Wait = (milliseconds, signal) =>
    new Promise<void>((goOn, stop) => {
      waits.push({ milliseconds, goOn });
      signal.addEventListener("abort", stop);
    });

  beforeAll(async () => {
    sandbox = await openTestSandbox({ wait });
    firstStart = sandbox.clock.now();
    reader = await takeToken(sandbox.url(), "ramznama");
    operator = await takeToken(sandbox.url(), "sandbox-operator");
  });
  afterAll(() => sandbox.close());

  it("Each property finds the customer with cards, accounts and mobile number", async () => {
    const lookups = [
      { customerId: "C1001" },
      { nationalId: "1272554953" },
      { cardNumber: "6280239832816831" },
      { account: "2075114320052" },
      { mobile: "09120001001" },
      { gatewayLogin: "sara.ahmadi" },
    ];
    for (const lookup of lookups)
      expect(await find(lookup)).toEqual([
        {
          customerId: "C1001",
          name: "سارا احمدی",
          nationalId: "1272554953",
          mobile: "09120001001",
          mobileChangedAt: null,
          gatewayLogin: "sara.ahmadi",
          cards: [{ number: "6280239832816831", expiry: "1408/10", active: true }],
          accounts: [{ number: "2075114320052", holders: ["C1001"] }],
        },
      ]);
  });

  it("A joint account names all of its holders, and each holder is found", async () => {
    const holders = ["C1002", "C1003"];
    const found = await find({ account: "6090414237268" });
    expect(found.map(({ customerId }) => customerId)).toEqual(holders);
    for (const { accounts } of found)
      expect(accounts).toContainEqual({ number: "6090414237268", holders });
  });

  it("Nobody is found by what nobody has, a missing mobile number included", async () => {
    for (const lookup of [{ customerId: "C9999" }, { mobile: "null" }, { gatewayLogin: "x" }])
      expect(await find(lookup)).toEqual([]);
    expect(await find({ customerId: "C1005" })).toMatchObject([{ mobile: null }]);
    expect(await find({ customerId: "C1008" })).toMatchObject([{ gatewayLogin: null }]);
  });

  it("The changed mobile number keeps its hour across restarts", async () => {
    const at = new Date(firstStart - 24 * HOUR_MILLISECONDS).toISOString();
    expect(await find({ customerId: "C1006" })).toMatchObject([{ mobileChangedAt: at }]);
    sandbox.clock.advance(5 * HOUR_MILLISECONDS);
    await sandbox.restart();
    expect(await find({ customerId: "C1006" })).toMatchObject([{ mobileChangedAt: at }]);
  });

  it("Passwords, PINs and balances stay in the bank", async () => {
    const text = await (await ask({ customerId: "C1001" })).text();
    for (const secret of ["sandbox-sara.ahmadi", "4038", '"839"', "825000000"])
      expect(text).not.toContain(secret);
  });

  it.each([
    ["no property", {}],
    ["two properties", { customerId: "C1001", mobile: "09120001001" }],
    ["an unknown property", { customerId: "C1001", extra: 1 }],
    ["a number in place of text", { customerId: 1001 }],
    ["a list", []],
    ["broken JSON", '{"customerId":'],
    ["a prototype", '{"__proto__":{"customerId":"C1001"}}'],
  ])("R8 a lookup with %s is refused", async (_case, body) => {
    expect(await problemOf(await ask(body))).toEqual([400, "invalid_request"]);
  });

  it("R8 a body over 64 kB and a body that is not JSON are refused", async () => {
    const huge = { customerId: "1".repeat(65 * 1024) };
    expect(await problemOf(await ask(huge))).toEqual([413, "payload_too_large"]);
    const response = await fetch(`${sandbox.url()}/core/v1/customer-lookups`, {
      method: "POST",
      headers: { authorization: `Bearer ${reader}`, "content-type": "text/plain" },
      body: "C1001",
    });
    expect(await problemOf(response)).toEqual([415, "unsupported_media_type"]);
  });

  it("R9 only a token of this provider for the core bank with the scope opens the door", async () => {
    const atm = await takeToken(sandbox.url(), "atm");
    const [header, payload] = reader.split(".");
    const forged = `${header ?? ""}.${payload ?? ""}.${"A".repeat(86)}`;
    for (const token of ["", "nonsense", atm, forged])
      expect(await problemOf(await ask({ customerId: "C1001" }, token))).toEqual([
        401,
        "unauthenticated",
      ]);
    const sender = await takeToken(sandbox.url(), "ramznama", "sms:send");
    for (const token of [operator, sender])
      expect(await problemOf(await ask({ customerId: "C1001" }, token))).toEqual([
        403,
        "forbidden",
      ]);
    expect(await problemOf(await change({}, reader))).toEqual([403, "forbidden"]);
    expect(await problemOf(await behave({ mode: "down" }, reader))).toEqual([403, "forbidden"]);
  });

  it("It can be down, slow or talk nonsense on purpose, and behave again", async () => {
    const lookup = { customerId: "C1001" };
    expect((await behave({ mode: "down" })).status).toBe(200);
    expect(await problemOf(await ask(lookup))).toEqual([503, "temporarily_unavailable"]);
    await behave({ mode: "nonsense" });
    const nonsense = await ask(lookup);
    expect(nonsense.status).toBe(200);
    expect(CustomerList.safeParse(await nonsense.json()).success).toBe(false);
    await behave({ mode: "slow", delayMilliseconds: 60 });
    const slow = idsOf(lookup);
    const begun = await vi.waitUntil(() => waits.at(-1));
    expect(begun.milliseconds).toBe(60);
    begun.goOn();
    expect(await slow).toEqual(["C1001"]);
    expect(await problemOf(await behave({ mode: "asleep" }))).toEqual([400, "invalid_request"]);
    await behave({ mode: "normal" });
    expect(await idsOf(lookup)).toEqual(["C1001"]);
  });

  it("A slow answer does not hold up the end of the sandbox", async () => {
    await behave({ mode: "slow", delayMilliseconds: 120_000 });
    const answer = ask({ customerId: "C1001" });
    await vi.waitUntil(() => sandbox.log().includes('"mode":"slow","delayMilliseconds":120000'));
    await sandbox.restart();
    expect((await answer).status).toBe(200);
    expect(await idsOf({ customerId: "C1001" })).toEqual(["C1001"]);
  });

  it("S4 a changed mobile number is the one on file from now on, after a restart too", async () => {
    const at = new Date(sandbox.clock.now()).toISOString();
    const response = await change({
      kind: "mobile-changed",
      customerId: "C1004",
      mobile: "09120009004",
    });
    expect(ChangedCustomer.parse(await response.json()).customer).toMatchObject({
      mobile: "09120009004",
      mobileChangedAt: at,
    });
    await sandbox.restart();
    expect(await idsOf({ mobile: "09120009004" })).toEqual(["C1004"]);
    expect(await idsOf({ mobile: "09120001004" })).toEqual([]);
  });

  it("A reissued card has a new number of the bank, and the old one is dead", async () => {
    const cardNumber = "6280232249676237";
    const reissue = { kind: "card-reissued", customerId: "C1004", cardNumber };
    const { customer } = ChangedCustomer.parse(await (await change(reissue)).json());
    expect(customer.cards[0]).toEqual({ number: cardNumber, expiry: "1407/04", active: false });
    const renewed = customer.cards[1];
    expect(renewed).toMatchObject({ expiry: "1407/04", active: true });
    expect(renewed?.number).toMatch(/^628023\d{10}$/u);
    await sandbox.restart();
    expect(await idsOf({ cardNumber: renewed?.number })).toEqual(["C1004"]);
    expect(await idsOf({ cardNumber })).toEqual(["C1004"]);
    expect(await problemOf(await change(reissue))).toEqual([409, "change_impossible"]);
  });

  it("Who no longer owns a joint account is no holder of it", async () => {
    const account = "6090414237268";
    await change({ kind: "account-ownership-ended", customerId: "C1002", account });
    await sandbox.restart();
    expect(await idsOf({ account })).toEqual(["C1003"]);
    const [reza] = await find({ customerId: "C1002" });
    expect(reza?.accounts).toEqual([{ number: "1562846158814", holders: ["C1002"] }]);
  });

  it("A change that does not fit is refused and changes nothing", async () => {
    const cases = [
      [{ kind: "mobile-changed", customerId: "C9999", mobile: null }, 404],
      [{ kind: "mobile-changed", customerId: "C1001", mobile: "12" }, 400],
      [{ kind: "card-reissued", customerId: "C1001", cardNumber: "6280234348062020" }, 409],
      [{ kind: "account-ownership-ended", customerId: "C1001", account: "1562846158814" }, 409],
      [{ kind: "renamed", customerId: "C1001" }, 400],
    ] as const;
    const before = await find({ customerId: "C1001" });
    for (const [body, status] of cases) expect((await change(body)).status).toBe(status);
    expect(await find({ customerId: "C1001" })).toEqual(before);
  });

  it("R10 no card number, national id or mobile number is in the log", () => {
    expect(sandbox.log()).toContain("/core/v1/customer-lookups");
    for (const secret of ["628023", "1272554953", "0912000"])
      expect(sandbox.log()).not.toContain(secret);
  });
});
