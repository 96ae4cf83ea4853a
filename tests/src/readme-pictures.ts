/** The pictures of the README: the street, and the code sheet in both appearances side by side. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { groupDigits } from "@ramznama/persian";
import type { Page } from "playwright-core";
import { getReceiptAtAtm } from "./walk-atm.ts";
import { readSmsOnPage } from "./walk-inbox.ts";
import { sara } from "./walk-people.ts";
import { enrolPhone, rowOf, takeCodeOf, typeNewCardToken } from "./walk-phone.ts";
import { press } from "./walk-places.ts";
import { startWalkStreet, type WalkStreet } from "./walk-street.ts";

interface PictureOptions {
  readonly folder: string;
  readonly databaseUrl: string;
}

/** Sharp on a fine screen, and still small files. */
const scale = 2;
/** The ring has moved a little by then, as it has when people look. */
const shownAfterSeconds = 35;

export const makeReadmePictures = async (options: PictureOptions): Promise<void> => {
  const { folder, databaseUrl } = options;
  await mkdir(folder, { recursive: true });
  const walk = await startWalkStreet({ databaseUrl, scale, look: () => Promise.resolve() });
  try {
    await pictureStreet(walk, join(folder, "street.png"));
    await pictureCodeSheet(walk, join(folder, "code-sheet.png"));
  } finally {
    await walk.stop();
  }
};

const pictureStreet = async ({ bank, street: { page } }: WalkStreet, path: string) => {
  await page.setViewportSize({ width: 960, height: 640 });
  await page.goto(bank.sandboxUrl);
  const scene = await page.getByRole("navigation", { name: "خیابان" }).boundingBox();
  const height = Math.ceil((scene?.y ?? 0) + (scene?.height ?? 0)) + 24;
  await page.screenshot({ path, clip: { x: 0, y: 0, width: 960, height } });
  await page.setViewportSize({ width: 360, height: 640 });
};

const pictureCodeSheet = async (walk: WalkStreet, path: string): Promise<void> => {
  const { street, phone } = walk;
  const serial = await getReceiptAtAtm(street, sara);
  const sms = await readSmsOnPage(street, sara, "کد فعالسازی رمزنما");
  await enrolPhone(walk, sara);
  await typeNewCardToken(phone, { card: sara.card, serial, sms });
  await press(phone.page, "تایید");
  await rowOf(phone, groupDigits(sara.card)).waitFor();
  await phone.page.locator(".toast-empty").waitFor({ state: "attached" });
  await phone.page.clock.install();
  await takeCodeOf(phone, groupDigits(sara.card));
  await phone.page.clock.runFor(shownAfterSeconds * 1000);
  const light = await photograph(phone.page, "light");
  const dark = await photograph(phone.page, "dark");
  await joinPictures(await street.page.context().newPage(), [light, dark], path);
};

const photograph = async (page: Page, colorScheme: "light" | "dark"): Promise<string> => {
  await page.emulateMedia({ colorScheme });
  return (await page.screenshot()).toString("base64");
};

const joinPictures = async (page: Page, pictures: readonly string[], path: string) => {
  await page.setViewportSize({ width: 800, height: 720 });
  const images = pictures.map((data) => `<img width="360" src="data:image/png;base64,${data}">`);
  await page.setContent(`<!doctype html><style>
      body { margin: 0; padding: 24px; display: flex; align-items: start; gap: 32px; justify-content: center; background: #e7e5e0 }
      img { border-radius: 28px; box-shadow: 0 8px 24px #0003 }
    </style>${images.join("")}`);
  await page.screenshot({ path, clip: { x: 0, y: 0, width: 800, height: 688 } });
};
