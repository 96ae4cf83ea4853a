import { test } from "vitest";
import { startBranchBank } from "./branch-bank.ts";
import { sara } from "./walk-people.ts";
import { closeReceipt, issueAtConsole, openCustomer, recordIdentity, saveLinks } from "./branch-steps.ts";

test("try", async () => {
  const branch = await startBranchBank();
  try {
    const { page, complaints } = await branch.enter("teller");
    let n = 0;
    const shoot = async (name: string) => {
      n += 1;
      await page.screenshot({ path: `/tmp/shots/${String(n).padStart(2, "0")}-${name}.png` });
    };
    try {
      await shoot("desk");
      await openCustomer(page, sara);
      await shoot("customer");
      await page.keyboard.press("Alt+i");
      await shoot("identity");
      await page.keyboard.press("Escape");
      await recordIdentity(page);
      await shoot("seen");
      const serial = await issueAtConsole(page);
      await shoot("receipt");
      console.log(serial);
      await closeReceipt(page);
      await page.waitForTimeout(500);
      await shoot("issued");
      await page.keyboard.press("Alt+l");
      await shoot("links");
      await page.keyboard.press("Escape");
      await saveLinks(page, { login: sara.gatewayLogin, accounts: [sara.account] });
      await page.waitForTimeout(700);
      await shoot("linked");
      await page.keyboard.press("Alt+r");
      await page.waitForTimeout(700);
      await shoot("requests");
    } finally {
      await shoot("end");
      console.log(complaints);
    }
  } finally {
    await branch.stop();
  }
}, 120_000);
