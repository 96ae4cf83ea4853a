/**
 * The street of the walk: the whole bank with its mobile bank, a browser that walks from place to place, and a second
 * one that is the customer's phone. The phone keeps its profile when its browser is closed, as phones do.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildConsole, withoutRefusals } from "./branch-bank.ts";
import { buildMobileBank } from "@ramznama/mobile-bank/build";
import type { Page } from "playwright-core";
import { openBrowser, openPage, withoutNetworkErrors, type BrowserOptions } from "./browser.ts";
import type { FakeNativeHost } from "./fake-native-host.ts";
import { startTestBank, type TestBank } from "./test-bank.ts";
import { machineClock } from "./test-clock.ts";
import type { Look, Scene } from "./walk-scene.ts";

export interface WalkStreet {
  readonly bank: TestBank;
  readonly street: Scene;
  readonly phone: WalkPhone;
  /** What the browsers complained about so far: errors on the console, refused policies, foreign hosts. */
  complaints(): readonly string[];
  /** Another browser of the branch, for a second person. */
  openDesk(): Promise<Scene>;
  stop(): Promise<void>;
}

export interface WalkPhone extends Scene {
  /** The aeroplane mode of this phone alone. */
  setOffline(isOffline: boolean): Promise<void>;
  /** Closes the browser and opens it again on the mobile bank. */
  restart(options: { readonly isOffline: boolean }): Promise<void>;
}

interface WalkOptions extends Pick<BrowserOptions, "width" | "height" | "appearance" | "scale"> {
  readonly look: Look;
  readonly databaseUrl?: string;
  /** The phone is the APP: its page stands in this host. */
  readonly host?: FakeNativeHost | undefined;
}

const patienceMilliseconds = 15_000;

export const startWalkStreet = async (options: WalkOptions): Promise<WalkStreet> => {
  const { databaseUrl } = options;
  const built = await buildConsole();
  const bank = await startTestBank({
    clock: machineClock,
    settings: built.settings,
    buildWeb: buildMobileBank,
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
  });
  const look = async (page: Page, name: string): Promise<void> => {
    await page.waitForLoadState();
    await options.look(page, name);
  };
  const heard: (readonly string[])[] = [];
  const open = async (url: string, profile?: string, isOffline = false): Promise<Page> => {
    const given = profile === undefined ? options : { ...options, profile };
    // The street leads to the branch console, and the console to the street's provider.
    const own = url === bank.publicUrl() ? [url] : [bank.sandboxUrl, bank.internalUrl()];
    const { context, complaints } = await openBrowser(own, { ...given, reducedMotion: true });
    heard.push(complaints);
    if (profile !== undefined) await options.host?.install(context);
    context.setDefaultTimeout(patienceMilliseconds);
    await context.setOffline(isOffline);
    return openPage(context, url);
  };
  const home = bank.sandboxUrl;
  const street = await open(home);
  const profile = await mkdtemp(join(tmpdir(), "ramznama-phone-"));
  const desks: Page[] = [];
  let phone = await open(bank.publicUrl(), profile);
  return {
    bank,
    street: { page: street, home, look: (name) => look(street, name) },
    phone: {
      home,
      get page() {
        return phone;
      },
      look: (name) => look(phone, name),
      setOffline: (isOffline) => phone.context().setOffline(isOffline),
      restart: async ({ isOffline }) => {
        await phone.context().close();
        phone = await open(bank.publicUrl(), profile, isOffline);
      },
    },
    complaints: () => withoutRefusals(withoutNetworkErrors(heard.flat())),
    openDesk: async () => {
      const page = await open(bank.sandboxUrl);
      desks.push(page);
      return { page, home, look: (name) => look(page, name) };
    },
    stop: async () => {
      for (const desk of desks) await desk.context().close();
      await phone.context().close();
      await street.context().close();
      await bank.stop();
      await built.remove();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
};
