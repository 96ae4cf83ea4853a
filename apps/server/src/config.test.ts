import { candidatesInWindow } from "@ramznama/otp";
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

test.each(["60", "121", "300", "600"])(
  "R12 with codes that live %s seconds the odds of a blind guesser stay within 1e-4 a year",
  (seconds) => {
    const policy = policyOf(parseServerConfig({ ...environment, VALIDITY_SECONDS: seconds }));
    const odds =
      (policy.guessing.failuresPerYear * candidatesInWindow(policy.profile)) /
      10 ** policy.profile.digits;
    expect(odds).toBeLessThanOrEqual(1e-4);
    expect(policy.guessing.failuresPerYear).toBeGreaterThanOrEqual(10);
  },
);

test("what is missing or malformed is named, and no value stands in the sentence", () => {
  const broken = { ...environment, PUBLIC_PORT: "not-to-be-told", KEY_FILE: undefined };
  const attempt = () => parseServerConfig(broken);
  expect(attempt).toThrow(ConfigError);
  expect(attempt).toThrow("KEY_FILE, PUBLIC_PORT");
  expect(attempt).not.toThrow("not-to-be-told");
});
