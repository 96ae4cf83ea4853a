/** At home, in the internet bank: sign-in with the gateway login's code, a transfer with the account's (S24). */
import type { Scene } from "./walk-scene.ts";
import type { Walker } from "./walk-people.ts";
import { fill, goTo, press, waitForHeading } from "./walk-places.ts";

/** The door once more, filled in and sent. */
export const trySignIn = async (scene: Scene, person: Walker, code: string): Promise<void> => {
  const { page, look } = scene;
  await goTo(scene, "اینترنت‌بانک");
  await waitForHeading(page, "ورود");
  await look("internet-bank-door");
  await fill(page, "نام کاربری", person.gatewayLogin);
  await fill(page, "رمز عبور", `sandbox-${person.gatewayLogin}`);
  await fill(page, "رمز ورود (رمزنما)", code);
  await press(page, "ورود");
};

/** Whoever signed in is at their accounts. Resolves with what the bank says in the end. */
export const transfer = async (
  scene: Scene,
  to: { readonly account: string; readonly amount: string; readonly code: string },
): Promise<string> => {
  const { page, look } = scene;
  await page.getByRole("link", { name: "انتقال وجه" }).click();
  await waitForHeading(page, "انتقال وجه");
  await look("internet-bank-transfer");
  await fill(page, "به حساب", to.account);
  await fill(page, "مبلغ (ریال)", to.amount);
  await fill(page, "رمز حساب", to.code);
  await press(page, "انتقال");
  await page.getByRole("heading", { name: /^انتقال (انجام شد|انجام نشد)$/u }).waitFor();
  const said = await page.getByRole("main").innerText();
  await look(`internet-bank-${said.includes("انتقال انجام شد") ? "moved" : "not-moved"}`);
  await page.getByRole("link", { name: "حساب‌ها" }).click();
  await waitForHeading(page, "حساب‌ها");
  await look("internet-bank-accounts");
  return said;
};
