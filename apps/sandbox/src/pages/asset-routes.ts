/** The few files that pages load, read once at the start. */
import { readFileSync } from "node:fs";
import type { HttpServer } from "../platform/http-server.ts";

const ASSETS = {
  "sandbox.css": "text/css; charset=utf-8",
  "inbox.js": "text/javascript; charset=utf-8",
  "mark.svg": "image/svg+xml",
} as const;

export function addAssetRoutes(app: HttpServer): void {
  for (const [name, type] of Object.entries(ASSETS)) {
    const content = readFileSync(new URL(`../../assets/${name}`, import.meta.url));
    app.get(`/assets/${name}`, { schema: { hide: true } }, (_request, reply) =>
      reply.type(type).header("cache-control", "no-cache").send(content),
    );
  }
}
