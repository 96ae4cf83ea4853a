/**
 * `npm run screenshots [FOLDER]`: every screen and state of the mobile bank and of the street as people see it, on a
 * small and on a large phone, and of the branch console on a desk, light and dark, out of the real bank; and the
 * pictures of the README and of the guide.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { framesFolder } from "@ramznama/card-reader/testing";
import { findActivationCode } from "@ramznama/persian";
import { startPostgres } from "@ramznama/postgres";
import type { Page } from "playwright-core";
import { shootBranch, type BranchShooting } from "./branch-screenshots.ts";
import { startBrowserBank, type BrowserBank } from "./browser-bank.ts";
import { openBrowser, openPage } from "./browser.ts";
import {
  addCardToken,
  definePassword,
  enterRamznama,
  entryPassword,
  typeCardToken,
  unlock,
} from "./browser-phone.ts";
import { issueCardToken, openChannel, type Channel } from "./channel.ts";
import { actOnToken, issueAccountToken, openDesk } from "./desk.ts";
import { saveGuesses, wholeYear } from "./failed-guesses.ts";
import { makeReadmePictures } from "./readme-pictures.ts";
import { readRegistrationCode, readSms } from "./sms.ts";
import { shootStreet } from "./street-screenshots.ts";
import { people } from "./test-phone.ts";

const pictures = resolve(import.meta.dirname, "../../docs/pictures");
const folder = resolve(process.argv[2] ?? "screenshots");
const sizes = [
  [360, 640],
  [412, 915],
] as const;
const deskSizes = [
  [1280, 800],
  [1024, 768],
] as const;
const appearances = ["light", "dark"] as const;
const rounds = sizes.length * appearances.length;

function viewOf(round: number) {
  const [width, height] = sizes[round >> 1] ?? sizes[0];
  return { width, height, appearance: appearances[round & 1] ?? "light" };
}

interface Tour {
  readonly page: Page;
  readonly bank: BrowserBank;
  readonly atm: Channel;
  readonly person: typeof people.sara;
  readonly shoot: (name: string) => Promise<void>;
}

async function visitFirstTime({ page, bank, person, shoot }: Tour): Promise<void> {
  await shoot("01-desk");
  await enterRamznama(page);
  await shoot("02-define-password");
  await page.getByLabel("رمز ورود به رمزنما").fill("123456");
  await page.getByRole("button", { name: "تایید" }).click();
  await shoot("03-define-password-common");
  await definePassword(page);
  await page.getByLabel("کد ملی").waitFor();
  await shoot("04-register");
  await page.getByLabel("کد ملی").fill("1234567890");
  await page.getByRole("button", { name: "دریافت کد پیامکی" }).click();
  await shoot("05-register-wrong");
  await page.getByLabel("کد ملی").fill(person.nationalId);
  await page.getByLabel("شماره همراه").fill(person.mobile);
  await page.getByRole("button", { name: "دریافت کد پیامکی" }).click();
  await page.getByLabel("کد ثبت دستگاه").waitFor();
  await shoot("06-register-code");
  const registrationCode = await readRegistrationCode(bank.bank, person.mobile);
  await page.getByLabel("کد ثبت دستگاه").fill(registrationCode);
  await page.getByRole("button", { name: "تایید" }).click();
  await page.getByRole("tablist").waitFor();
  await quiet(page);
  await shoot("07-empty-cards");
  await page.getByRole("tab", { name: "حساب/درگاه" }).click();
  await shoot("08-empty-accounts");
  await page.getByRole("button", { name: "افزودن توکن جدید" }).click();
  await shoot("09-new-account-token");
  await page.getByRole("button", { name: "بازگشت" }).click();
  await page.getByRole("tab", { name: "رمز دوم کارت" }).click();
}

async function addToken({ page, bank, atm, person, shoot }: Tour): Promise<void> {
  const { serial } = await issueCardToken(atm, person.card);
  await page.getByRole("button", { name: "افزودن توکن جدید" }).click();
  await page.getByLabel("شماره کارت").fill(person.card);
  await page.getByLabel("شماره سریال رمزنما").pressSequentially(serial.slice(0, 8));
  await shoot("10-new-card-token");
  await typeCardToken(page, { card: "6037991234567893", serial: "123456789012", code: "1234567" });
  await page.getByLabel("شماره کارت").focus();
  await shoot("11-new-card-token-wrong");
  await page.context().setOffline(true);
  await typeCardToken(page, { card: person.card, serial, code: "12345678" });
  await page.getByRole("button", { name: "تایید" }).click();
  await page.getByText("برای ثبت توکن اینترنت لازم است").waitFor();
  await shoot("12-new-card-token-offline");
  await page.context().setOffline(false);
  await page.getByRole("button", { name: "تایید" }).click();
  await page.getByText("با هم شناخته نشد").waitFor();
  await shoot("13-new-card-token-refused");
  await page.getByRole("button", { name: "بازگشت" }).click();
  await addCardToken(page, bank.bank, person, serial);
  await shoot("14-list-added");
  await quiet(page);
  await shoot("15-list");
}

/** The camera sees something else for a while, then the card. */
async function scanCard({ page, shoot }: Tour): Promise<void> {
  const scan = page.getByRole("button", { name: "اسکن با دوربین" });
  await page.getByRole("button", { name: "افزودن توکن جدید" }).click();
  await scan.click();
  await page.locator("video").waitFor();
  while ((await page.evaluate<number>("document.querySelector('video').videoWidth")) === 0);
  await shoot("32-scan-looking");
  await page.getByText("شماره کارت خوانده شد").waitFor({ timeout: 60_000 });
  await shoot("33-scan-found");
  await page.getByRole("dialog").getByLabel("شماره کارت").fill("6037997519244363");
  await shoot("34-scan-other-bank");
  await page.getByRole("button", { name: "ورود دستی" }).click();
  await page.evaluate(
    "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'))",
  );
  await scan.click();
  await page.getByText("اجازه استفاده از دوربین داده نشده است").waitFor();
  await shoot("35-scan-refused");
  await page.getByRole("button", { name: "ورود دستی" }).click();
  await page.getByRole("button", { name: "بازگشت" }).click();
}

/** Motion JPEG is one picture after the other, so films can be joined like texts. */
async function makeFilm(): Promise<string> {
  const [before, card] = await Promise.all(
    ["no-card", "sara"].map((name) => readFile(join(framesFolder, "films", `${name}.mjpeg`))),
  );
  if (before === undefined || card === undefined) throw new Error("a film is missing");
  const film = join(await mkdtemp(join(tmpdir(), "ramznama-film-")), "film.mjpeg");
  await writeFile(
    film,
    Buffer.concat([...Array.from({ length: 20 }, () => before), card, card, card]),
  );
  return film;
}

async function addAccountToken({ page, bank, person, shoot }: Tour): Promise<void> {
  const { serial } = await issueAccountToken(
    await openDesk(bank.bank, "teller"),
    person.customerId,
  );
  // The newest message is that of this token.
  const texts = (await readSms(bank.bank, person.mobile)).map(({ text }) => text);
  const code = texts.map(findActivationCode).find((found) => found !== undefined) ?? "";
  await page.getByRole("tab", { name: "حساب/درگاه" }).click();
  await page.getByRole("button", { name: "افزودن توکن جدید" }).click();
  await page.getByLabel("شماره سریال رمزنما").fill(serial);
  await page.getByLabel("کد فعالسازی").fill(code);
  await page.getByRole("button", { name: "تایید" }).click();
  await page.getByRole("button", { name: `دریافت رمز ${serial}` }).waitFor();
  await quiet(page);
  await shoot("28-list-accounts");
  await page.getByRole("button", { name: `دریافت رمز ${serial}` }).click();
  await page.locator("dialog[open] .code").waitFor();
  await shoot("29-code-account");
  await page.getByRole("button", { name: "بستن" }).click();
  await page.getByRole("tab", { name: "رمز دوم کارت" }).click();
}

/** Strangers have guessed at the card's token, and the phone must tell the bank of each tap. */
async function declareCodes({ page, bank, person, shoot }: Tour): Promise<void> {
  const reconnect = async (): Promise<void> => {
    await page.context().setOffline(true);
    await page.context().setOffline(false);
  };
  const why = page.getByText("برای این توکن چند بار رمز نادرست وارد شده است");
  const serial = await readCardSerial(bank.bank);
  await saveGuesses(bank.bank, serial, wholeYear);
  await reconnect();
  await why.waitFor();
  await shoot("30-list-declares");
  await page.getByRole("button", { name: `دریافت رمز ${person.card}` }).click();
  await page.getByText("بانک از این رمز باخبر شد").waitFor();
  await shoot("31-code-declared");
  await page.getByRole("button", { name: "بستن" }).click();
  await page.context().setOffline(true);
  await page.getByRole("button", { name: `دریافت رمز ${person.card}` }).click();
  await page.getByText("بانک این رمز را تا وقتی به اینترنت وصل نشوید").waitFor();
  await shoot("32-code-undeclared");
  await page.getByRole("button", { name: "بستن" }).click();
  await saveGuesses(bank.bank, serial, 0);
  await page.context().setOffline(false);
  await why.waitFor({ state: "detached" });
}

async function readCardSerial(bank: BrowserBank["bank"]): Promise<string> {
  const desk = await openDesk(bank, "supervisor");
  const { body } = await desk.get<{
    readonly tokens: readonly { readonly serial: string; readonly kind: string }[];
  }>("/staff/v1/tokens?state=active");
  return body.tokens.find(({ kind }) => kind === "card")?.serial ?? "";
}

async function takeCodes({ page, person, shoot }: Tour): Promise<void> {
  await page.clock.install();
  await page.getByRole("button", { name: `دریافت رمز ${person.card}` }).click();
  await page.locator("dialog[open] .code").waitFor();
  await shoot("16-code-full");
  await page.clock.fastForward(35_000);
  await page.getByRole("button", { name: "کپی کردن رمز" }).click();
  await page.getByText("رمز کپی شد").waitFor();
  await settle(page);
  await shoot("17-code-copied");
  await page.clock.fastForward(79_000);
  await settle(page);
  await shoot("18-code-ending");
  await page.clock.fastForward(8_000);
  await page.getByRole("button", { name: "دریافت رمز جدید" }).waitFor();
  await settle(page);
  await shoot("19-code-over");
  await page.getByRole("button", { name: "بستن" }).click();
  await page.getByRole("button", { name: `حذف توکن ${person.card}` }).click();
  await page.getByRole("heading", { name: "حذف توکن" }).waitFor();
  await shoot("20-delete");
  await page.getByRole("button", { name: "نگه داشتن" }).click();
}

/** The bank stops the card's token, and then ends it. */
async function stopToken({ page, bank, person, shoot }: Tour): Promise<void> {
  const teller = await openDesk(bank.bank, "teller");
  const serial = await readCardSerial(bank.bank);
  for (const [act, name] of [
    ["suspension", "suspended"],
    ["revocation", "ended"],
  ] as const) {
    await actOnToken(teller, serial, act);
    await page.getByRole("button", { name: `دریافت رمز ${person.card}` }).click();
    await page
      .getByRole("dialog")
      .getByRole("alert")
      .filter({ hasText: stopWords[name] })
      .waitFor();
    await shoot(`36-code-${name}`);
    await page.getByRole("button", { name: "بستن" }).click();
    await shoot(`37-list-${name}`);
  }
}

const stopWords = { suspended: "به حالت تعلیق", ended: "پایان یافته است" };

async function settingsAndUnlock({ page, shoot }: Tour): Promise<void> {
  await page.getByRole("button", { name: "تنظیمات" }).click();
  await page.getByText("نگهداری اطلاعات").waitFor();
  await shoot("21-settings");
  await page.getByLabel("English").check();
  await page.getByLabel("Latin").check();
  await shoot("22-settings-english");
  await page.getByRole("button", { name: "Back" }).click();
  await page.getByRole("tablist").waitFor();
  await shoot("23-list-english");
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByLabel("فارسی").check();
  await page.getByText("رقم‌ها").waitFor();
  await page.locator("input[name=digits]").first().check();
  await page.getByRole("button", { name: "بازگشت" }).click();
  await page.getByRole("button", { name: "قفل کردن" }).click();
  await page.getByRole("button", { name: "ورود", exact: true }).waitFor();
  await shoot("24-unlock");
  for (let attempt = 1; attempt <= 7; attempt += 1) {
    await unlock(page, `wrong password ${attempt}`);
    await page.getByText(`${10 - attempt} تلاش`).waitFor();
    if (attempt === 1) await shoot("25-unlock-wrong");
  }
  await shoot("26-unlock-wrong-late");
  await page.getByRole("button", { name: "رمز ورود را فراموش کرده‌ام" }).click();
  await page.getByRole("heading", { name: "پاک کردن رمزنما" }).waitFor();
  await shoot("27-erase");
  await page.getByRole("button", { name: "انصراف" }).click();
  await unlock(page, entryPassword);
  await page.getByRole("tablist").waitFor();
}

/** Until the toast has gone. */
async function quiet(page: Page): Promise<void> {
  await page.locator(".toast-empty").waitFor({ state: "attached", timeout: 10_000 });
}

/** Lets transitions end under the page's own clock. */
async function settle(page: Page): Promise<void> {
  await page.clock.runFor(1_500);
}

async function tour(bank: BrowserBank, round: number): Promise<void> {
  const { width, height, appearance } = viewOf(round);
  const { context, complaints } = await openBrowser(bank.webUrl, {
    ...{ width, height, appearance, film },
    reducedMotion: true,
  });
  context.setDefaultTimeout(15_000);
  const page = await openPage(context, bank.webUrl);
  await page.getByRole("button", { name: "رمزنما" }).waitFor();
  const shoot = async (name: string): Promise<void> => {
    await page.screenshot({ path: join(folder, `${name}-${width}-${appearance}.png`) });
  };
  const atm = await openChannel(bank.bank, "atm");
  const steps: Tour = { page, bank, atm, person: people.sara, shoot };
  try {
    await visitFirstTime(steps);
    await scanCard(steps);
    await addToken(steps);
    await addAccountToken(steps);
    await declareCodes(steps);
    await takeCodes(steps);
    await settingsAndUnlock(steps);
    await stopToken(steps);
  } catch (error) {
    await shoot("99-stopped-here");
    throw error;
  } finally {
    for (const complaint of complaints) process.stdout.write(`${complaint}\n`);
    await context.close();
  }
}

/** The console on a desk's screens; the guide has the larger one in the light. */
function branchShooting(databaseUrl: string, round: number): BranchShooting {
  const [width, height] = deskSizes[round >> 1] ?? deskSizes[0];
  const appearance = appearances[round & 1] ?? "light";
  const guide = round === 0 ? { guideFolder: pictures } : {};
  return { folder, databaseUrl, width, height, appearance, ...guide };
}

async function shootPhone(databaseUrl: string, round: number): Promise<void> {
  const bank = await startBrowserBank(databaseUrl);
  await tour(bank, round).finally(() => bank.stop());
}

async function withDatabase(use: (url: string) => Promise<unknown>): Promise<void> {
  const database = await mkdtemp(join(tmpdir(), "ramznama-screenshots-"));
  const postgres = await startPostgres({ dataFolder: database });
  try {
    await use(postgres.url);
  } finally {
    await postgres.stop();
    await rm(database, { recursive: true, force: true });
  }
}

await mkdir(folder, { recursive: true });
const film = await makeFilm();
for (let round = 0; round < rounds; round += 1) {
  await withDatabase((url) => shootPhone(url, round));
  await withDatabase((databaseUrl) => shootStreet({ folder, databaseUrl, ...viewOf(round) }));
  await withDatabase((databaseUrl) => shootBranch(branchShooting(databaseUrl, round)));
}
await withDatabase((databaseUrl) => makeReadmePictures({ folder: pictures, databaseUrl }));
await rm(film);
process.stdout.write(`The pictures are in ${folder}, those of README and guide in ${pictures}.\n`);
process.exit();
