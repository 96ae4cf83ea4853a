/** At the branch's counter: a teller issues an account/gateway token and links it (S3, S5, S27). */
import type { Scene } from "./walk-scene.ts";
import type { Walker } from "./walk-people.ts";
import { fill, goTo, press, read, readSerialOnReceipt, waitForHeading } from "./walk-places.ts";

export const signInAsTeller = async (scene: Scene): Promise<void> => {
  const { page, look } = scene;
  await goTo(scene, "باجه شعبه");
  await waitForHeading(page, "ورود کارمند");
  await look("counter-door");
  await press(page, "ورود");
  await fill(page, "نام کاربری", "teller");
  await look("counter-sign-in");
  await fill(page, "رمز عبور", "sandbox-teller");
  await press(page, "ورود");
  await waitForHeading(page, "جستجوی مشتری");
  await look("counter-search");
};

/** The teller is signed in already. */
export const openCustomer = async (scene: Scene, person: Walker): Promise<void> => {
  const { page, look } = scene;
  await goTo(scene, "باجه شعبه");
  await page.getByRole("radio", { name: "کد ملی" }).check();
  await fill(page, "شماره", person.nationalId);
  await press(page, "جستجو");
  await waitForHeading(page, person.name);
  await look("counter-customer");
};

/** Resolves with the serial printed on the receipt. */
export const issueAtCounter = async (scene: Scene, person: Walker): Promise<string> => {
  const { page, look } = scene;
  await openCustomer(scene, person);
  await page.getByLabel("مدرک شناسایی مشتری را دیدم").check();
  await press(page, "صدور و چاپ رسید");
  await waitForHeading(page, "رسید را به مشتری بدهید");
  await look("counter-receipt");
  return readSerialOnReceipt(page);
};

/** Login and account of the customer's only token. */
export const linkAtCounter = async (scene: Scene, person: Walker): Promise<void> => {
  const { page, look } = scene;
  await openCustomer(scene, person);
  await page.getByLabel("رمز ورود به درگاه").check();
  await page.getByLabel(`رمز حساب ${person.account}`).check();
  await press(page, "ثبت اتصال‌ها");
  await read(page, "اتصال‌ها ثبت شد");
  await look("counter-linked");
};
