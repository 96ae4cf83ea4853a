/** Debian's Chromium, driven as a person would use it, with an eye on what no page of ours may do. */
import { chromium, type BrowserContext, type Page } from "playwright-core";

const options = {
  executablePath: "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
  ],
};

export interface BrowserOptions {
  readonly width?: number;
  readonly height?: number;
  readonly appearance?: "light" | "dark";
  /** Kept over restarts of the browser; without it a profile that ends with it. */
  readonly profile?: string;
  readonly reducedMotion?: boolean;
  /** Dots of the screen per pixel of the page. */
  readonly scale?: number;
  /** A film (Motion JPEG) that the browser takes for what its only camera sees; without it there is none. */
  readonly film?: string;
  /** Whether pages may use the camera; they may. */
  readonly cameraAllowed?: boolean;
}

const cameraArgs = (film: string): readonly string[] => [
  "--use-fake-device-for-media-stream",
  `--use-file-for-fake-video-capture=${film}`,
];

export interface Watched {
  readonly context: BrowserContext;
  /** Console errors, page errors, refused policies and requests to other hosts. */
  readonly complaints: readonly string[];
}

/** `own`: the address, or the addresses, that pages may ask; every other host is a complaint. */
export const openBrowser = async (
  own: string | readonly string[],
  given: BrowserOptions = {},
): Promise<Watched> => {
  const { width = 360, height = 640, appearance = "light", profile = "" } = given;
  const { film, cameraAllowed = true } = given;
  const context = await chromium.launchPersistentContext(profile, {
    ...options,
    args: [...options.args, ...(film === undefined ? [] : cameraArgs(film))],
    viewport: { width, height },
    deviceScaleFactor: given.scale ?? 1,
    colorScheme: appearance,
    reducedMotion: given.reducedMotion === true ? "reduce" : "no-preference",
    permissions: ["clipboard-read", "clipboard-write", ...(cameraAllowed ? ["camera"] : [])],
    locale: "fa-IR",
    hasTouch: true,
  });
  const complaints: string[] = [];
  const hosts = [own].flat().map((address) => new URL(address).host);
  context.on("console", (message) => {
    const { url } = message.location();
    const where = URL.canParse(url) ? new URL(url).pathname : "";
    if (message.type() === "error") complaints.push(`console: ${message.text()} ${where}`.trim());
  });
  context.on("weberror", (error) => complaints.push(`page: ${error.error().message}`));
  context.on("request", (request) => {
    const url = new URL(request.url());
    if (/^https?:$/.test(url.protocol) && !hosts.includes(url.host))
      complaints.push(`host: ${url.host}`);
  });
  return { context, complaints };
};

export const openPage = async (context: BrowserContext, url: string): Promise<Page> => {
  const page =
    context.pages().find((one) => one.url() === "about:blank") ?? (await context.newPage());
  await page.goto(url);
  return page;
};

/** A refused connection while the network is cut on purpose is no complaint about the page. */
export const withoutNetworkErrors = (complaints: readonly string[]): readonly string[] =>
  complaints.filter((text) => !text.includes("net::ERR_INTERNET_DISCONNECTED"));
