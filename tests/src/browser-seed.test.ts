/** The seed in a real Chromium (S30): sealed wherever it lies, a key that nothing exports while it is used, and old vaults. */
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { startBrowserBank, type BrowserBank } from "./browser-bank.ts";
import { openBrowser, openPage } from "./browser.ts";
import { addCardToken, setUpRamznama, takeCode, unlock } from "./browser-phone.ts";
import { readStores } from "./browser-stores.ts";
import { issueCardToken, openChannel, type Channel } from "./channel.ts";
import { findSecrets, secretKey, type Secret } from "./secret-forms.ts";
import { people } from "./test-phone.ts";
import { unsealKeys } from "./unsealed-keys.ts";
import { press } from "./walk-places.ts";

const { sara, reza } = people;

let served: BrowserBank;
let shop: Channel;
let profile: string;
let context: BrowserContext;
let page: Page;

beforeEach(async () => {
  profile = await mkdtemp(join(tmpdir(), "ramznama-profile-"));
  await open();
});
beforeAll(async () => {
  served = await startBrowserBank();
  shop = await openChannel(served.bank, "shop");
});
afterAll(() => served.stop());
afterEach(async () => {
  await context.close();
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
});

async function open(): Promise<void> {
  ({ context } = await openBrowser(served.webUrl, { profile, reducedMotion: true }));
  context.setDefaultTimeout(15_000);
  await context.addInitScript(watchVaultKey);
  page = await openPage(context, served.webUrl);
}

// As text, because it runs in the page and not here.
const watchVaultKey = `{
  const { encrypt } = SubtleCrypto.prototype;
  SubtleCrypto.prototype.encrypt = function (algorithm, key, data) {
    const place = new TextDecoder().decode(algorithm.additionalData ?? new Uint8Array(0));
    if (place.startsWith("ramznama record")) globalThis.opened = { key, vaultId: place.split("\\n")[1] };
    return encrypt.call(this, algorithm, key, data);
  };
}`;

/** For scripts that look into the vault with the key that the page has used. */
const inVault = `
  const settled = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const database = await settled(indexedDB.open("ramznama"));
  const begin = () => database.transaction("records", "readwrite").objectStore("records").index("place");
  const base64url = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const bytesOf = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  const sealing = ({ kind, id }, iv) => ({
    ...{ name: "AES-GCM", iv },
    additionalData: new TextEncoder().encode(["ramznama record", opened.vaultId, kind, id].join("\\n")),
  });
  const unseal = async (row) => {
    const box = bytesOf(row.sealed);
    const plain = await crypto.subtle.decrypt(sealing(row, box.subarray(0, 12)), opened.key, box.subarray(12));
    return new Uint8Array(plain);
  };
  const rows = await settled(begin().getAll());
  const token = rows.find(({ kind }) => kind === "token");
  const content = JSON.parse(new TextDecoder().decode(await unseal(token)));`;

/** The token as it was sealed when the seed stood inside of it, as text, and no record of its own. */
const makeOld = `(async () => {
  ${inVault}
  const codeKey = base64url(await unseal(rows.find(({ kind }) => kind === "codeKey")));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify({ ...content, codeKey }));
  const box = new Uint8Array(await crypto.subtle.encrypt(sealing(token, iv), opened.key, plain));
  const places = begin();
  const put = async (kind, change) => change(places.objectStore, await settled(places.getKey([kind, token.id])));
  await put("token", (store, key) => settled(store.put({ ...token, sealed: base64url([...iv, ...box]) }, key)));
  await put("codeKey", (store, key) => settled(store.delete(key)));
  database.close();
})()`;

const readToken = `(async () => {
  ${inVault}
  database.close();
  return { kinds: rows.map(({ kind }) => kind), content };
})()`;

type Person = typeof sara | typeof reza;

async function addToken(person: Person): Promise<void> {
  await setUpRamznama(page, served.bank, person);
  const { serial } = await issueCardToken(await openChannel(served.bank, "atm"), person.card);
  await addCardToken(page, served.bank, person, serial);
}

async function pay({ card }: Person): Promise<unknown> {
  const code = await takeCode(page, card);
  await press(page, "بستن");
  const use = { purpose: "card-second-password", subject: card, code } as const;
  return (await shop.verify(use)).body;
}

const loadSeeds = async (): Promise<readonly Secret[]> =>
  (await unsealKeys(served.bank)).seeds.map((seed) => secretKey("a seed", seed));

/** What the browser has written, as it lies on the disk. */
const readProfile = async (): Promise<string> => {
  const entries = await readdir(profile, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const texts = files.map(async (entry) => {
    const bytes = await readFile(join(entry.parentPath, entry.name));
    return `${bytes.toString("latin1")}\n${bytes.toString("hex")}`;
  });
  return (await Promise.all(texts)).join("\n");
};

/** In the browser's own stores, once as bytes and once as text. */
const plant = (seed: Secret): Promise<void> =>
  page.evaluate(
    `new Promise((resolve) => {
      localStorage.setItem("planted", "${seed.bytes.toString("base64")}");
      const request = indexedDB.open("planted", 1);
      request.onupgradeneeded = () => {
        const bytes = new Uint8Array(${JSON.stringify([...seed.bytes])});
        request.result.createObjectStore("planted").put({ bytes }, "only");
      };
      request.onsuccess = () => { request.result.close(); resolve(); };
    })`,
  );

test("S30 R10 the seed of a token that has made codes lies in no store of the browser and nowhere in its profile, in any dress", async () => {
  await addToken(sara);
  expect(await pay(sara)).toMatchObject({ outcome: "accepted" });
  const seeds = await loadSeeds();
  const [seed] = seeds;
  if (seed === undefined) throw new Error("the bank holds no seed");
  const { text, keys } = await readStores(page);
  expect(text).toContain('"kind":"codeKey"');
  expect(findSecrets(text, seeds)).toEqual([]);
  // DK and the device-bound key: to be used here, and never to be taken away.
  const inside = { extractable: false, isExported: false };
  expect(keys).toHaveLength(2);
  expect(keys).toContainEqual({ type: "private", algorithm: "ECDSA", ...inside });
  expect(keys).toContainEqual({ type: "secret", algorithm: "HMAC", ...inside });
  await context.close();
  const onDisk = await readProfile();
  expect(onDisk).toContain("wrappedKey");
  expect(findSecrets(onDisk, seeds)).toEqual([]);
  // The search itself: what does lie there is found.
  await open();
  await plant(seed);
  const planted = findSecrets((await readStores(page)).text, seeds).join();
  expect(planted).toContain("a seed, hex");
  expect(planted).toContain("a seed, base64");
  await context.close();
  const plantedOnDisk = findSecrets(await readProfile(), seeds).join();
  expect(plantedOnDisk).toContain("a seed, hex");
});

test("S30 a vault from before the seed had a record of its own is moved over at the next unlock, and its codes are accepted", async () => {
  await addToken(reza);
  await page.evaluate(makeOld);
  expect(await page.evaluate(readToken)).toMatchObject({
    content: { codeKey: expect.stringMatching(/^.{43}$/) as string },
  });
  await page.reload();
  await unlock(page);
  expect(await pay(reza)).toMatchObject({ outcome: "accepted" });
  const { kinds, content } = await page.evaluate<{
    readonly kinds: readonly string[];
    readonly content: object;
  }>(readToken);
  expect(kinds.filter((kind) => kind === "codeKey")).toHaveLength(1);
  expect(content).not.toHaveProperty("codeKey");
});
