import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { createHttpCoreBank } from "./http-core-bank.ts";
import type { CoreBank } from "./port.ts";

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A core banking whose one customer holds the account that is asked about. */
const coreBankWith = async (account: string): Promise<CoreBank> => {
  const customer = {
    customerId: "C1001",
    name: "سارا احمدی",
    nationalId: "0499370899",
    mobile: "09120001001",
    mobileChangedAt: null,
    gatewayLogin: null,
    cards: [],
    accounts: [{ number: account, holders: ["C1001"] }],
  };
  const started = createServer((_request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ customers: [customer] }));
  });
  server = started;
  await new Promise<void>((listening) => started.listen(0, "127.0.0.1", listening));
  return createHttpCoreBank({
    url: `http://127.0.0.1:${(started.address() as AddressInfo).port}`,
    accessToken: () => Promise.resolve("a token"),
    timeoutMilliseconds: 3_000,
  });
};

test.each([
  ["123456", "123456"],
  ["12345678901234567890123456", "12345678901234567890123456"],
  ["207-511-4320052-1", "20751143200521"],
])(
  "S5 core banking's account %s is known as %s, the number that doors and notices have",
  async (written, known) => {
    const coreBank = await coreBankWith(written);
    const [customer] = await coreBank.findCustomers({ customerId: "C1001" });
    expect(customer?.accounts).toEqual([{ number: known, holders: ["C1001"] }]);
  },
);

test.each(["12345", "IR2075114320", ""])(
  "an account that core banking calls %j is left out, and its customer is known all the same",
  async (written) => {
    const coreBank = await coreBankWith(written);
    expect(await coreBank.findCustomers({ customerId: "C1001" })).toMatchObject([
      { customerId: "C1001", accounts: [] },
    ]);
  },
);
