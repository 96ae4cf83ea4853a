import { expect, test } from "vitest";
import { ConfigError, parseServerConfig, policyOf } from "./config.ts";

const environment = {
  DATABASE_URL: "postgres://ramznama@localhost/ramznama",
  KEY_FILE: "/nowhere/kek.key",
  PUBLIC_PORT: "7701",
  INTERNAL_PORT: "7702",
  OIDC_ISSUER: "http://localhost:7700/oidc",
  CORE_BANK_URL: "http://localhost:7700/core/v1",
  CORE_BANK_CLIENT_ID: "ramznama",
  CORE_BANK_CLIENT_SECRET: "not-to-be-told",
  SMS_SENDER: "sandbox",
  SMS_INBOX_URL: "http://localhost:7700/inbox/api/messages",
};

test("R12 a bank names for itself how many refused codes of a channel within an hour are an alarm", () => {
  const limitOf = (more: NodeJS.ProcessEnv): number =>
    policyOf(parseServerConfig({ ...environment, ...more })).guessing.channelFailuresPerHour;
  expect(limitOf({})).toBe(2_000);
  expect(limitOf({ CHANNEL_REFUSALS_PER_HOUR: "50" })).toBe(50);
  expect(() => limitOf({ CHANNEL_REFUSALS_PER_HOUR: "0" })).toThrow("CHANNEL_REFUSALS_PER_HOUR");
});

test("a new account waits for a second person unless the bank says otherwise, in so many words", () => {
  const waits = (more: NodeJS.ProcessEnv): boolean =>
    policyOf(parseServerConfig({ ...environment, ...more })).approvals.accountLinks;
  expect(waits({})).toBe(true);
  expect(waits({ ACCOUNT_LINKS_BY_ONE: "no" })).toBe(true);
  expect(waits({ ACCOUNT_LINKS_BY_ONE: "yes" })).toBe(false);
  expect(() => waits({ ACCOUNT_LINKS_BY_ONE: "true" })).toThrow("ACCOUNT_LINKS_BY_ONE");
});

test("phones that come through a proxy are told apart, or the server does not start", () => {
  const start = (more: object) => () => parseServerConfig({ ...environment, ...more });
  const MOBILE_ORIGIN = "https://mobile.bank.example";
  expect(start({ MOBILE_ORIGIN })).toThrow("TRUSTED_PROXIES");
  expect(start({ MOBILE_ORIGIN, TRUSTED_PROXIES: "10.0.0.1" })).not.toThrow();
  expect(start({ MOBILE_ORIGIN: "http://localhost:7701" })).not.toThrow();
});

test.each(["BRANCH_ORIGIN", "MOBILE_ORIGIN"] as const)(
  "R9 pages are reached over HTTPS, or on this very machine: %s",
  (name) => {
    const behind = { ...environment, TRUSTED_PROXIES: "10.0.0.1" };
    const origin = (value: string) => parseServerConfig({ ...behind, [name]: value })[name];
    for (const good of ["https://pages.bank.example", "http://localhost:7702", "http://[::1]:77"]) {
      expect(origin(good)).toBe(good);
    }
    for (const bad of ["http://pages.bank.example", "https://pages.bank.example/", "pages"]) {
      expect(() => origin(bad)).toThrow(name);
    }
  },
);

test("what is missing or malformed is named, and no value stands in the sentence", () => {
  const broken = { ...environment, PUBLIC_PORT: "not-to-be-told", KEY_FILE: undefined };
  const attempt = () => parseServerConfig(broken);
  expect(attempt).toThrow(ConfigError);
  expect(attempt).toThrow("KEY_FILE, PUBLIC_PORT");
  expect(attempt).not.toThrow("not-to-be-told");
});
