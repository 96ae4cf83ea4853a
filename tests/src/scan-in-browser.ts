/** How long a real Chromium takes from the first frame of its camera to the number of the card that it shows. */
import { startPostgres } from "@ramznama/postgres";
import type { Page } from "playwright-core";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startBrowserBank } from "./browser-bank.ts";
import { setUpRamznama } from "./browser-phone.ts";
import { openBrowser, openPage } from "./browser.ts";
import { people } from "./test-phone.ts";

/** Milliseconds of each of the scans; `film` shows a card to the camera. */
export const measureAcceptance = async (
  film: string,
  times: number,
): Promise<readonly number[]> => {
  const folder = await mkdtemp(join(tmpdir(), "ramznama-scan-"));
  const postgres = await startPostgres({ dataFolder: join(folder, "database") });
  const served = await startBrowserBank(postgres.url);
  const { context } = await openBrowser(served.webUrl, { film });
  try {
    const page = await openPage(context, served.webUrl);
    await setUpRamznama(page, served.bank, people.sara);
    await page.getByRole("button", { name: "افزودن توکن جدید" }).click();
    const taken: number[] = [];
    while (taken.length < times) taken.push(await scanOnce(page));
    return taken;
  } finally {
    await context.close();
    await served.stop();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

const scanOnce = async (page: Page): Promise<number> => {
  await page.evaluate("performance.clearMarks()");
  await page.getByRole("button", { name: "اسکن با دوربین" }).click();
  await page.getByText("شماره کارت خوانده شد").waitFor();
  await page.getByRole("button", { name: "ورود دستی" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  return page.evaluate<number>(
    "performance.measure('card', 'card-first-frame', 'card-number').duration",
  );
};
