/**
 * P4: how long an old phone keeps its customer waiting. Chromium with its processor slowed down six times: from a browser
 * started anew without network to the entry password, from the right password to the list, from the tap to the code.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startPostgres } from "@ramznama/postgres";
import { startBrowserBank, type BrowserBank } from "../tests/src/browser-bank.ts";
import { openBrowser, openPage } from "../tests/src/browser.ts";
import { addCardToken, entryPassword, setUpRamznama } from "../tests/src/browser-phone.ts";
import { issueCardToken, openChannel } from "../tests/src/channel.ts";
import { people } from "../tests/src/test-phone.ts";
import { median, print } from "./load/print.ts";

type Page = Awaited<ReturnType<typeof openPage>>;
type BrowserContext = Parameters<typeof openPage>[0];

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: { rounds: { type: "string", default: "9" } },
});
const rounds = Number(values.rounds);
const slowDown = 6;
/** Between the list and the tap. */
const restMilliseconds = 1_000;
const { sara } = people;

const selectors = {
  password: "input[type=password]",
  unlock: "button[type=submit]",
  takeCode: `button[aria-label^="دریافت رمز"]`,
  code: "dialog[open] .code",
} as const;

/**
 * In the page: milliseconds from `event` (without: from the start of the navigation) until what the selector finds is
 * on the screen, which is the first task after the frame that has it.
 */
function whenShown(selector: string, event?: string): string {
  return `new Promise((resolve) => {
    let began = ${event === undefined ? "0" : "undefined"};
    const look = () => {
      if (began === undefined || document.querySelector(${JSON.stringify(selector)}) === null) return;
      seen.disconnect();
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now() - began);
        port2.postMessage(0);
      });
    };
    const seen = new MutationObserver(look);
    seen.observe(document, { subtree: true, childList: true, attributes: true });
    ${event === undefined ? "look();" : `addEventListener(${JSON.stringify(event)}, ({ timeStamp }) => { began = timeStamp; }, { capture: true, once: true });`}
  })`;
}

interface Waits {
  readonly coldStart: number;
  readonly unlock: number;
  readonly tap: number;
}

/** What ran beside the page's own thread, where the browser's slow-down does not reach, counts as often as it would there. */
const beside = (milliseconds: number): number => milliseconds * (slowDown - 1);

async function openSlowly(context: BrowserContext, url: string): Promise<Page> {
  const page = await openPage(context, "about:blank");
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: slowDown });
  await page.addInitScript(`globalThis.coldStart = ${whenShown(selectors.password)};`);
  await page.goto(url);
  return page;
}

async function measureColdStart(page: Page): Promise<number> {
  const shown = await page.evaluate<number>("globalThis.coldStart");
  const [began = 0, answered = 0] = await page.evaluate<number[]>(
    `(({ workerStart, responseEnd }) => [workerStart, responseEnd])(performance.getEntriesByType("navigation")[0])`,
  );
  if (began === 0) throw new Error("The page did not come from its service worker");
  return shown + beside(answered - began);
}

interface Stretched {
  readonly milliseconds: number;
  readonly memoryKibibytes: number;
  readonly iterations: number;
}

async function measureUnlock(page: Page): Promise<{ wait: number; stretched: Stretched }> {
  await page.locator(selectors.password).fill(entryPassword);
  const listed = page.evaluate<number>(whenShown(selectors.takeCode, "click"));
  await page.locator(selectors.unlock).click();
  const wait = await listed;
  const stretched = await page.evaluate<Stretched>(
    `performance.getEntriesByName("argon2").at(-1).detail`,
  );
  return { wait: wait + beside(stretched.milliseconds), stretched };
}

async function measureTap(page: Page): Promise<number> {
  // Nobody taps in the very frame in which the list appears; the page looks after its tokens until then.
  await page.waitForTimeout(restMilliseconds);
  const { x, y } = await placeOf(page, selectors.takeCode);
  const shown = page.evaluate<number>(whenShown(selectors.code, "click"));
  // In order: what looks for the tap is there before it comes.
  await page.evaluate("undefined");
  await page.mouse.click(x, y);
  return shown;
}

/** Before the tap: a click that looks for its own target does so in the page, as slowly as the page itself. */
async function placeOf(page: Page, selector: string): Promise<{ x: number; y: number }> {
  const box = await page.locator(selector).boundingBox();
  if (box === null) throw new Error(`${selector} is not on the page`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

async function measureOnce(profile: string, url: string): Promise<Waits> {
  const { context } = await openBrowser(url, { profile });
  try {
    await context.setOffline(true);
    const page = await openSlowly(context, `${url}/ramznama/cards`);
    const coldStart = await measureColdStart(page);
    const { wait: unlock, stretched } = await measureUnlock(page);
    const tap = await measureTap(page);
    const { memoryKibibytes, iterations, milliseconds } = stretched;
    print(
      `cold start ${coldStart.toFixed(0)} ms, unlock ${unlock.toFixed(0)} ms (Argon2id ${memoryKibibytes / 1024} MiB, ` +
        `t=${iterations}: ${milliseconds.toFixed(0)} ms × ${slowDown}), tap ${tap.toFixed(0)} ms`,
    );
    return { coldStart, unlock, tap };
  } finally {
    await context.close();
  }
}

async function equipPhone({ bank, webUrl }: BrowserBank, profile: string): Promise<void> {
  const { context } = await openBrowser(webUrl, { profile });
  const page = await openPage(context, webUrl);
  await setUpRamznama(page, bank, sara);
  const { serial } = await issueCardToken(await openChannel(bank, "atm"), sara.card);
  await addCardToken(page, bank, sara, serial);
  await page.evaluate("navigator.serviceWorker.ready.then(() => undefined)");
  await context.close();
}

async function measure(served: BrowserBank, profile: string): Promise<readonly Waits[]> {
  await equipPhone(served, profile);
  const waits: Waits[] = [];
  for (let round = 0; round < rounds; round += 1) {
    waits.push(await measureOnce(profile, served.webUrl));
  }
  return waits;
}

const folder = await mkdtemp(join(tmpdir(), "ramznama-phone-"));
const postgres = await startPostgres({ dataFolder: join(folder, "database") });
const served = await startBrowserBank(postgres.url);
const waits = await measure(served, join(folder, "profile"));
await served.stop();
await postgres.stop();
await rm(folder, { recursive: true, force: true });
const whole = (of: (one: Waits) => number): number => Math.round(median(waits.map(of)));
print(
  JSON.stringify({
    coldStartMs: whole((one) => one.coldStart),
    unlockMs: whole((one) => one.unlock),
    tapMs: whole((one) => one.tap),
  }),
);
process.exit();
