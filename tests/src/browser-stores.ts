/** Everything that a page of the mobile bank has left in its browser, for tests that look for what must not be there. */
import type { Page } from "playwright-core";

interface StoredKey {
  readonly type: string;
  readonly algorithm: string;
  readonly extractable: boolean;
  /** Tried, whatever the key says of itself. */
  readonly isExported: boolean;
}

export interface Stores {
  /** All of it as one text, bytes as hex; a CryptoKey leaves nothing here. */
  readonly text: string;
  readonly keys: readonly StoredKey[];
}

// As text, because it runs in the page and not here.
const readAll = `(async () => {
  const settled = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const found = [];
  const show = (_name, value) => {
    if (value instanceof CryptoKey) found.push(value);
    const bytes = value instanceof ArrayBuffer ? new Uint8Array(value) : value;
    if (!ArrayBuffer.isView(bytes)) return value;
    const view = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return Array.from(view, (byte) => byte.toString(16).padStart(2, "0")).join("");
  };
  const all = [{ ...localStorage }, { ...sessionStorage }, document.cookie];
  for (const { name } of await indexedDB.databases()) {
    const database = await settled(indexedDB.open(name));
    for (const store of Array.from(database.objectStoreNames)) {
      all.push(await settled(database.transaction(store).objectStore(store).getAll()));
    }
    database.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      all.push(request.url, await (await cache.match(request)).text());
    }
  }
  const text = JSON.stringify(all, show);
  const isExported = (key) =>
    crypto.subtle.exportKey(key.type === "private" ? "pkcs8" : "raw", key).then(() => true, () => false);
  const keys = await Promise.all(found.map(async (key) => ({
    type: key.type,
    algorithm: key.algorithm.name,
    extractable: key.extractable,
    isExported: await isExported(key),
  })));
  return { text, keys };
})()`;

export const readStores = (page: Page): Promise<Stores> => page.evaluate<Stores>(readAll);
