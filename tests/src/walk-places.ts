/** From the front page to a place of the street, by its name. */
import type { Page } from "playwright-core";
import type { Scene } from "./walk-scene.ts";

type PlaceName = "خودپرداز" | "پیامک‌ها" | "فروشگاه" | "باجه شعبه" | "اینترنت‌بانک";

export const goTo = async ({ page, home }: Scene, place: PlaceName): Promise<void> => {
  await page.goto(home);
  await page.getByRole("navigation", { name: "خیابان" }).getByRole("link", { name: place }).click();
};

export const press = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole("button", { name }).click();

export const fill = (page: Page, label: string, text: string): Promise<void> =>
  page.getByLabel(label, { exact: true }).fill(text);

/** Waits until it can be read on the page. */
export const read = (page: Page, text: string | RegExp): Promise<void> =>
  page.getByText(text).first().waitFor();

export const waitForHeading = (page: Page, name: string): Promise<void> =>
  page.getByRole("heading", { name, exact: true }).waitFor();

/** The serial on the receipt, as it is printed: in groups of four. */
export const readSerialOnReceipt = async (page: Page): Promise<string> => {
  const text = await page.getByRole("article", { name: "رسید" }).innerText();
  const [serial] = /\d{4} \d{4} \d{4}/u.exec(text) ?? [];
  if (serial === undefined) throw new Error(`the receipt has no serial: ${text}`);
  return serial;
};
