/**
 * P5: what an old phone has to load of the mobile bank. A real Chromium opens the built app, defines an entry password,
 * comes back and unlocks; the files it asks for are counted with the size of their gzip form. Taking a code loads
 * nothing after that: the phone comes as one part.
 */
import { webcrypto } from "node:crypto";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { globSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { buildMobileBank } from "../apps/mobile-bank/build.ts";
import { openBrowser, openPage } from "../tests/src/browser.ts";
import { definePassword, enterRamznama, unlock } from "../tests/src/browser-phone.ts";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".woff2": "font/woff2",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".webmanifest": "application/manifest+json",
};

const folder = await mkdtemp(join(tmpdir(), "ramznama-size-"));
const web = join(folder, "web");
const releaseKeyFile = join(folder, "release-key.public.json");
const pair = await webcrypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, [
  "sign",
]);
await writeFile(
  releaseKeyFile,
  JSON.stringify(await webcrypto.subtle.exportKey("jwk", pair.publicKey)),
);
await buildMobileBank({ releaseKeyFile, outDir: web });

const server = createServer((request, response) => {
  const path =
    request.url === undefined || extname(request.url) === "" ? "/index.html" : request.url;
  readFile(join(web, path)).then(
    (content) => response.setHeader("content-type", types[extname(path)] ?? "").end(content),
    () => response.writeHead(404).end(),
  );
});
await new Promise<void>((resolve) => {
  server.listen(0, "localhost", resolve);
});
const address = server.address();
const port = typeof address === "object" && address !== null ? address.port : 0;
const url = `http://localhost:${port}`;

/** Bytes over the wire; what is compressed already has no other form. */
async function bytesOf(path: string): Promise<number> {
  const file = join(web, path);
  return (await stat(`${file}.gz`).catch(() => stat(file))).size;
}

const { context } = await openBrowser(url);
const asked = new Set<string>();
// The service worker fetches everything beside the page, for the next time.
context.on("request", (request) => {
  if (request.serviceWorker() === null) asked.add(new URL(request.url()).pathname);
});
const page = await openPage(context, url);
await enterRamznama(page);
await definePassword(page);
await page.getByLabel("کد ملی").waitFor();

asked.clear();
await page.goto(`${url}/ramznama/cards`);
await page.getByRole("button", { name: "ورود", exact: true }).waitFor();
const atUnlock = new Set(asked);
await unlock(page);
await page.getByLabel("کد ملی").waitFor();
const atCode = new Set(asked);
await context.close();
server.close();

async function sum(paths: Iterable<string>, extension: string): Promise<number> {
  let bytes = 0;
  for (const path of paths) if (extname(path) === extension) bytes += await bytesOf(path);
  return bytes;
}

async function sumOf(paths: readonly string[]): Promise<number> {
  let bytes = 0;
  for (const path of paths) bytes += await bytesOf(path);
  return bytes;
}

const scannerFiles = globSync("assets/{scan-dialog,card-reader-worker,digits}-*.{js,css,f16}", {
  cwd: web,
});
const tooEarly = scannerFiles.filter((path) => atCode.has(`/${path}`));
if (tooEarly.length > 0)
  throw new Error(`The scanner loads before it is opened: ${tooEarly.join()}`);
const fonts = globSync("assets/*.woff2", { cwd: web });
const kilobytes = (bytes: number): number => Math.round(bytes / 100) / 10;
for (const path of [...atCode].sort()) {
  if (types[extname(path)] !== undefined) {
    process.stdout.write(`${String(await bytesOf(path)).padStart(7)} bytes  ${path}\n`);
  }
}
// The password field works when the page's code, the service worker's and Argon2's worker are there.
const workers = new Set([...atCode].filter((path) => path.includes("argon2-worker")));
const serviceWorker = await bytesOf("/service-worker.js");
process.stdout.write(`${String(serviceWorker).padStart(7)} bytes  /service-worker.js\n`);
const beforeUnlock = new Set([...atUnlock, ...workers]);
const result = {
  jsKb: kilobytes((await sum(beforeUnlock, ".js")) + serviceWorker),
  toCodeKb: kilobytes((await sum(atCode, ".js")) + serviceWorker),
  cssKb: kilobytes(await sum(atCode, ".css")),
  // All there are: a screen with digits of every weight asks for the small ones too.
  fontKb: kilobytes(await sum(fonts, ".woff2")),
  // Asked for when the scan is opened and not before: its dialog, the reader's worker, the model.
  scannerKb: kilobytes(await sumOf(scannerFiles)),
};
await rm(folder, { recursive: true, force: true });
process.stdout.write(`${JSON.stringify(result)}\n`);
