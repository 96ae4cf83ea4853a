/** Central login against a provider with another clock, or another name. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openMobileBrowser, wayBackOf } from "./mobile-browser.ts";
import { startServerProcess, type ServerProcess } from "./server-process.ts";
import { startSkewedProvider, type SkewedProvider } from "./skewed-provider.ts";
import { sessionsBegun } from "./stored-sessions.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { createTestClock } from "./test-clock.ts";
import { people } from "./test-phone.ts";

const { reza } = people;

let bank: TestBank;

beforeAll(async () => {
  bank = await startTestBank({ clock: createTestClock(Math.floor(Date.now() / 1000) * 1000) });
});
afterAll(() => bank.stop());

describe("a provider with another clock, or another name", () => {
  let skewed: SkewedProvider;
  let server: ServerProcess;

  beforeAll(async () => {
    skewed = await startSkewedProvider(bank);
    server = await startServerProcess({
      ...bank.environment,
      OIDC_ISSUER: skewed.issuer,
      MOBILE_ORIGIN: bank.publicUrl(),
    });
  });
  afterAll(async () => {
    await server.stop();
    await skewed.stop();
  });

  const end = async (change: Parameters<SkewedProvider["change"]>[0]): Promise<string> => {
    skewed.change(change);
    const there = openMobileBrowser(bank, server.publicUrl);
    const back = wayBackOf(await there.givePassword(await there.beginSignIn(), reza.gatewayLogin));
    back.searchParams.set("iss", skewed.issuer);
    return there.takeWayBack(back);
  };
  const shifted =
    (seconds: number): Parameters<SkewedProvider["change"]>[0] =>
    ({ iat = 0, exp = 0, ...rest }) => ({ ...rest, iat: iat + seconds, exp: exp + seconds });

  test("a clock some seconds off is overlooked in both directions", async () => {
    expect(await end((claims) => claims)).toBe("/home");
    expect(await end(shifted(20))).toBe("/home");
    expect(await end(shifted(-20))).toBe("/home");
  });

  test("an identity token of an hour ago, and one of a time to come, open nothing", async () => {
    expect(await end(shifted(-3_600))).toBe("/?signIn=failed");
    expect(await end((claims) => ({ ...claims, nbf: (claims.iat ?? 0) + 600 }))).toBe(
      "/?signIn=failed",
    );
  });

  test("iss, aud and nonce inside the identity token must be those that were agreed", async () => {
    const before = await sessionsBegun(bank);
    expect(await end((claims) => ({ ...claims, iss: `${bank.sandboxUrl}/oidc` }))).toBe(
      "/?signIn=failed",
    );
    expect(await end((claims) => ({ ...claims, aud: "branch-console" }))).toBe("/?signIn=failed");
    expect(await end((claims) => ({ ...claims, nonce: "A".repeat(43) }))).toBe("/?signIn=failed");
    expect(await end((claims) => ({ ...claims, sub: "C9999" }))).toBe("/?signIn=not-customer");
    expect(await sessionsBegun(bank)).toBe(before);
  });
});
