/** The few files that pages load, read once at the start. */
import { readFileSync } from "node:fs";
import type { HttpServer } from "../platform/http-server.ts";

const css = "text/css; charset=utf-8";
const script = "text/javascript; charset=utf-8";

const ASSETS = {
  "sandbox.css": css,
  "street.css": css,
  "atm.css": css,
  "shop.css": css,
  "internet-bank.css": css,
  "inbox.js": script,
  "fields.js": script,
  "atm.js": script,
  "mark.svg": "image/svg+xml",
} as const;

/** The cut that draws Latin digits as Persian ones: pages and clipboard keep the Latin. */
const FONTS = {
  "vazirmatn-regular.woff2": import.meta
    .resolve("vazirmatn/misc/UI-Farsi-Digits/fonts/webfonts/Vazirmatn-UI-FD-Regular.woff2"),
  "vazirmatn-bold.woff2": import.meta
    .resolve("vazirmatn/misc/UI-Farsi-Digits/fonts/webfonts/Vazirmatn-UI-FD-Bold.woff2"),
} as const;

export function addAssetRoutes(app: HttpServer): void {
  for (const [name, type] of Object.entries(ASSETS))
    addAsset(app, name, type, new URL(`../../assets/${name}`, import.meta.url));
  for (const [name, file] of Object.entries(FONTS))
    addAsset(app, name, "font/woff2", new URL(file));
}

function addAsset(app: HttpServer, name: string, type: string, file: URL): void {
  const content = readFileSync(file);
  app.get(`/assets/${name}`, { schema: { hide: true } }, (_request, reply) =>
    reply.type(type).header("cache-control", "no-cache").send(content),
  );
}
