/**
 * Makes the app start without network (S18): every file of the build is fetched when this worker is installed, and
 * from then on pages and files come from there. Nothing of `/device` or `/customer` is ever stored, and signing in goes to the server. A new version waits until a page
 * asks it to take over.
 */

declare const self: ServiceWorkerGlobalScope;

/** Paths of the build, and what names it; `build.ts` puts them in the place of the names. */
declare const __PRECACHE__: readonly string[];
declare const __CACHE_NAME__: string;

const prefix = "ramznama ";
const shell = "/index.html";

/** Where signing in leads through the server and not to a page. */
const doors = /^\/(sign-in|callback)$/;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(__CACHE_NAME__)
      .then((cache) =>
        cache.addAll(__PRECACHE__.map((path) => new Request(path, { cache: "reload" }))),
      ),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOlder().then(() => self.clients.claim()));
});

/** The version before stays: another tab may still run it and load a part it has not needed yet. */
async function forgetOlder(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(prefix));
  const older = names.filter((name) => name !== __CACHE_NAME__).slice(0, -1);
  await Promise.all(older.map((name) => caches.delete(name)));
}

self.addEventListener("message", ({ data }) => {
  if (data === "take-over") void self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate" && doors.test(pathname)) return;
  if (request.mode === "navigate") event.respondWith(answerFromCache(new Request(shell)));
  else if (__PRECACHE__.includes(pathname) || pathname.startsWith("/assets/")) {
    event.respondWith(answerFromCache(request));
  }
});

async function answerFromCache(request: Request): Promise<Response> {
  const cache = await caches.open(__CACHE_NAME__);
  const own = await cache.match(request, { ignoreVary: true });
  return own ?? (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}
