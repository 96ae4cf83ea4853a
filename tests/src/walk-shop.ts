/** At the shop's payment page, with card data and a dynamic second password. */
import type { Scene } from "./walk-scene.ts";
import type { Walker } from "./walk-people.ts";
import { fill, goTo, press } from "./walk-places.ts";

/** Resolves with what the shop says in the end. */
export const payAtShop = async (scene: Scene, person: Walker, code: string): Promise<string> => {
  const { page, look } = scene;
  await goTo(scene, "فروشگاه");
  await look("shop");
  await fill(page, "شماره کارت", person.card);
  await fill(page, "CVV2", person.cvv2);
  await fill(page, "تاریخ انقضا (سال/ماه)", person.expiry);
  await fill(page, "رمز دوم پویا", code);
  await press(page, "پرداخت");
  await page.getByRole("heading", { name: /^پرداخت (انجام شد|انجام نشد)$/u }).waitFor();
  const said = await page.getByRole("main").innerText();
  await look(said.includes("پرداخت انجام شد") ? "shop-paid" : "shop-not-paid");
  return said;
};
