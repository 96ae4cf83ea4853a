/** At the ATM: card, PIN, «رمزنما», and the receipt with the serial (S3, S4, S27). */
import type { Scene } from "./walk-scene.ts";
import type { Walker } from "./walk-people.ts";
import { fill, goTo, press, read, readSerialOnReceipt, waitForHeading } from "./walk-places.ts";

export const putCardIn = async (scene: Scene, person: Walker): Promise<void> => {
  const { page, look } = scene;
  await goTo(scene, "خودپرداز");
  await waitForHeading(page, "خوش آمدید");
  await look("atm-card");
  await fill(page, "شماره کارت", person.card);
  await press(page, "ادامه");
  await waitForHeading(page, "رمز کارت را وارد کنید");
  await look("atm-pin");
  await fill(page, "رمز اول کارت", person.pin);
  await press(page, "تایید");
  await waitForHeading(page, "یک خدمت را انتخاب کنید");
  await look("atm-menu");
};

/** The ATM's «رمزنما», with what it offers: nothing for account and gateway. */
export const openRamznamaAtAtm = async (scene: Scene, person: Walker): Promise<void> => {
  const { page, look } = scene;
  await putCardIn(scene, person);
  await page.getByRole("link", { name: "رمزنما" }).click();
  await waitForHeading(page, "رمزنما");
  await read(page, "رمزنمای حساب/درگاه در شعبه داده می‌شود.");
  await look("atm-ramznama");
};

/** Resolves with the serial printed on the receipt; the card is taken back. */
export const getReceiptAtAtm = async (scene: Scene, person: Walker): Promise<string> => {
  const { page, look } = scene;
  await openRamznamaAtAtm(scene, person);
  await press(page, "دریافت رمزنمای کارت");
  await waitForHeading(page, "رسید خود را بردارید");
  await look("atm-receipt");
  const serial = await readSerialOnReceipt(page);
  await press(page, "خروج");
  await waitForHeading(page, "خدانگهدار");
  await look("atm-goodbye");
  return serial;
};
