/** The walk with an account/gateway token, in Chromium: branch, SMS inbox, phone, internet bank. Each step builds on the last. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createFakeNativeHost } from "./fake-native-host.ts";
import { issueAtBranch, linkAtBranch, signInAsTeller } from "./walk-branch.ts";
import { readSmsOnPage } from "./walk-inbox.ts";
import { transfer, trySignIn } from "./walk-internet-bank.ts";
import { reza, sara } from "./walk-people.ts";
import { closeSheet, enrolPhone, rowOf, takeCodeOf, typeNewAccountToken } from "./walk-phone.ts";
import { press, read, waitForHeading } from "./walk-places.ts";
import { lookForViolations } from "./walk-scene.ts";
import { startWalkStreet, type WalkStreet } from "./walk-street.ts";

const faults: string[] = [];
const order = { account: sara.account, amount: "1,500,000" };

let walk: WalkStreet;
let serial = "";

const takeCode = async (): Promise<string> => {
  const code = await takeCodeOf(walk.phone, serial);
  await closeSheet(walk.phone);
  return code;
};

describe.each(["PWA", "APP"] as const)(
  "S26 the walk with an account/gateway token, as the %s",
  (platform) => {
    const host = platform === "APP" ? createFakeNativeHost() : undefined;

    beforeAll(async () => {
      const look = lookForViolations(faults);
      walk = await startWalkStreet({ width: 412, height: 915, appearance: "dark", look, host });
    });

    afterAll(() => walk.stop());

    test("S3 S27 a teller issues it at the branch and prints the serial", async () => {
      await signInAsTeller(walk.street);
      serial = await issueAtBranch(walk.street, reza);
      expect(serial).toMatch(/^\d{4} \d{4} \d{4}$/u);
    });

    test("S4 S20 S21 the phone activates it with serial and SMS, and its serial stands in «حساب/درگاه»", async () => {
      const { phone, street } = walk;
      await enrolPhone(walk, reza);
      const sms = await readSmsOnPage(street, reza, "کد فعالسازی رمزنما");
      await typeNewAccountToken(phone, { serial, sms });
      await press(phone.page, "تایید");
      await rowOf(phone, serial).waitFor();
      await phone.look("phone-account-list");
    });

    test("S5 as long as nothing is linked, its passwords open no gateway and move no money", async () => {
      const { page, look } = walk.street;
      await walk.phone.setOffline(true);
      await trySignIn(walk.street, reza, await takeCode());
      await read(page, "رمز پذیرفته نشد");
      await look("internet-bank-refused");
      await trySignIn(walk.street, reza, "");
      await waitForHeading(page, "حساب‌ها");
      const said = await transfer(walk.street, { ...order, code: await takeCode() });
      expect(said).toContain("رمز پذیرفته نشد");
      await press(page, "خروج");
    });

    test("S5 S24 linked at the branch, the account after a second person, they open the internet bank and move the money, each once", async () => {
      const { street } = walk;
      await linkAtBranch(walk, reza, serial);
      await trySignIn(street, reza, await takeCode());
      await waitForHeading(street.page, "حساب‌ها");
      const code = await takeCode();
      expect(await transfer(street, { ...order, code })).toContain("انتقال انجام شد");
      expect(await transfer(street, { ...order, code })).toContain("رمز پذیرفته نشد");
    });

    test("U2 U5 on every page of the way: nothing for axe, no error on the console, no foreign host", () => {
      expect(faults).toEqual([]);
      expect(walk.complaints()).toEqual([]);
      expect(host === undefined || host.asked.includes("device-key.sign")).toBe(true);
    });
  },
);
