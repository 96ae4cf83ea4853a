import { expect, test } from "vitest";
import { linkedAccounts } from "./linked-accounts.ts";

const accounts = [
  { number: "2075114320052", holders: 1 },
  { number: "6090414237268", holders: 2 },
];
const link = (purpose: "account-password" | "gateway-login", subject: string) => ({
  ...{ purpose, subject, linkedAt: "2026-11-25T10:00:00Z" },
});

test("S5 the accounts a token is linked to are known by the end that the mask leaves, and a login is none of them", () => {
  const links = [link("account-password", "******0052"), link("gateway-login", "re***7268")];
  expect(linkedAccounts(accounts, links)).toEqual(["2075114320052"]);
  expect(linkedAccounts(accounts, [link("account-password", "******")])).toEqual([]);
});
