/** The vault of a terminal: what opens it, what a crash leaves, what ten wrong passwords do. */
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decideEntryPassword, leastParameters, type Vault } from "@ramznama/phone";
import { afterEach, beforeEach, expect, test } from "vitest";
import { nodePlatform } from "../compose-phone.ts";
import { PhoneFolderError } from "./phone-folder-error.ts";
import { openPhoneFolder, type PhoneFolder } from "./phone-folder.ts";

const password = "482913";
const serial = "123456789015";

let path: string;
let opened: PhoneFolder[];

beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), "ramznama-vault-"));
  opened = [];
});

afterEach(() => {
  for (const folder of opened) folder.close();
  rmSync(path, { recursive: true, force: true });
});

const open = async (onStep?: (step: string) => void): Promise<PhoneFolder> => {
  const folder = await openPhoneFolder({
    platform: nodePlatform(),
    path,
    derivation: leastParameters,
    lockWaitMilliseconds: 0,
    ...(onStep === undefined ? {} : { onStep }),
  });
  opened.push(folder);
  return folder;
};

const createVault = async (folder: PhoneFolder): Promise<Vault> => {
  const decided = decideEntryPassword(password);
  if (!decided.ok) throw new Error(decided.reason);
  return folder.createVault(decided.value);
};

const unlock = async (folder: PhoneFolder): Promise<Vault> => {
  const unlocked = await folder.unlock(password);
  if (!unlocked.ok) throw new Error(unlocked.reason);
  return unlocked.vault;
};

const fileAt = (name: string) => join(path, name);
const deletion = (id: string) => ({ kind: "deletion", id, value: { serial } }) as const;

test("S7 what was written is there after a new start, with the password and only with it", async () => {
  const first = await open();
  await (await createVault(first)).write([deletion("a")]);
  first.close();
  const second = await open();
  expect(await second.unlock("482914")).toMatchObject({
    reason: "wrong_password",
    attemptsLeft: 9,
  });
  expect(await (await unlock(second)).list("deletion")).toEqual([{ id: "a", value: { serial } }]);
});

test("S7 the password typed with the letters of another keyboard opens it too, an older vault with its own", async () => {
  const decided = decideEntryPassword("كليد قديمي");
  if (!decided.ok) throw new Error(decided.reason);
  const folder = await open();
  await folder.createVault(decided.value);
  expect(await folder.unlock("کلید قدیمی")).toMatchObject({ ok: true });
  expect(await folder.unlock("كليد قديمي")).toMatchObject({ ok: true });
  await folder.eraseVault();
  // As it was made before letters were folded.
  await folder.createVault("كليد قديمي" as typeof decided.value);
  expect(await folder.unlock("كليد قديمي")).toMatchObject({ ok: true });
  expect(await folder.unlock("كليد قديمي!")).toMatchObject({ attemptsLeft: 9 });
});

test("S7 the password typed in Persian digits opens it too", async () => {
  const folder = await open();
  await createVault(folder);
  expect(await folder.unlock("۴۸۲۹۱۳")).toMatchObject({ ok: true });
});

test("S30 no serial, no password and no key stands in any file, and nobody else may read them", async () => {
  const folder = await open();
  await folder.keys.create();
  await (await createVault(folder)).write([deletion("a")]);
  folder.close();
  for (const name of readdirSync(path)) {
    expect(statSync(fileAt(name)).mode & 0o777, name).toBe(0o600);
    const text = readFileSync(fileAt(name), "utf8");
    for (const secret of [serial, password, "PRIVATE", '"d"']) expect(text).not.toContain(secret);
  }
  expect(statSync(path).mode & 0o777).toBe(0o700);
});

test("the vault's file without the device-bound key opens with no password", async () => {
  const folder = await open();
  await createVault(folder);
  folder.close();
  rmSync(fileAt("bound-key"));
  const moved = await open();
  expect(await moved.unlock(password)).toMatchObject({ reason: "wrong_password" });
});

test("an attempt is recorded before it is made: pulling the plug does not give it back", async () => {
  const folder = await open();
  await createVault(folder);
  folder.close();
  const attempts: string[] = [];
  const watched = await open((step) => {
    if (step === "entry-attempts: saved")
      attempts.push(readFileSync(fileAt("entry-attempts"), "utf8"));
  });
  const pending = watched.unlock("482914");
  // Unlocking has not come back yet, the attempt is on the disk already.
  expect(attempts).toEqual(["1\n"]);
  await pending;
});

test("S28 the tenth wrong password erases the vault and leaves a debt that names no serial", async () => {
  const folder = await open();
  await folder.keys.create();
  await (await createVault(folder)).write([deletion("a")]);
  for (let left = 9; left > 0; left -= 1) {
    expect(await folder.unlock("482914")).toMatchObject({ attemptsLeft: left });
  }
  expect(await folder.unlock("482914")).toEqual({ ok: false, reason: "erased" });
  expect(await folder.unlock(password)).toEqual({ ok: false, reason: "no_vault" });
  expect(await folder.keys.loadOwedErasure()).toBe(true);
  const left = readdirSync(path).filter((name) => !name.startsWith("lock"));
  expect(left.sort()).toEqual(["bound-key", "device-key.json", "entry-attempts", "owed-erasure"]);
  expect(readFileSync(fileAt("owed-erasure"), "utf8")).toBe("");
});

test("the right password starts the count anew", async () => {
  const folder = await open();
  await createVault(folder);
  for (let round = 0; round < 3; round += 1) {
    for (let wrong = 0; wrong < 4; wrong += 1) await folder.unlock("482914");
    await unlock(folder);
  }
  expect(await folder.unlock("482914")).toMatchObject({ attemptsLeft: 9 });
});

test("a count that was altered into nonsense leaves one attempt", async () => {
  const folder = await open();
  await createVault(folder);
  writeFileSync(fileAt("entry-attempts"), "-5\n");
  expect(await folder.unlock("482914")).toEqual({ ok: false, reason: "erased" });
});

class PowerCut extends Error {}

/** Every durable step of `work`, cut there; afterwards `look` at what a new start finds. */
const cutEverywhere = async (
  prepare: (folder: PhoneFolder) => Promise<unknown>,
  work: (folder: PhoneFolder) => Promise<unknown>,
  look: (folder: PhoneFolder, step: string) => Promise<void>,
): Promise<number> => {
  for (let cut = 1; ; cut += 1) {
    rmSync(path, { recursive: true, force: true });
    const before = await open();
    await prepare(before);
    before.close();
    let steps = 0;
    let armed = false;
    let at = "";
    const folder = await open((step) => {
      if (!armed) return;
      steps += 1;
      at = step;
      if (steps === cut) throw new PowerCut(step);
    });
    armed = true;
    const cutShort = await work(folder).then(
      () => false,
      (error: unknown) => {
        if (!(error instanceof PowerCut)) throw error;
        return true;
      },
    );
    folder.close();
    const after = await open();
    await look(after, at);
    after.close();
    if (!cutShort) return cut - 1;
  }
};

test("a write cut at any point leaves the old records or the new ones, all of them", async () => {
  let vault: Vault | undefined;
  const cuts = await cutEverywhere(
    async (folder) => (await createVault(folder)).write([deletion("old")]),
    async (folder) => {
      vault = await unlock(folder);
      await vault.write([
        { kind: "deletion", id: "old", value: undefined },
        deletion("new"),
        deletion("newer"),
      ]);
    },
    async (folder, step) => {
      const ids = (await (await unlock(folder)).list("deletion")).map(({ id }) => id).join();
      expect(["old", "new,newer"], step).toContain(ids);
    },
  );
  expect(cuts).toBeGreaterThan(6);
});

test("an erasure cut at any point is finished by the next start, debt and all, or never began", async () => {
  const cuts = await cutEverywhere(
    async (folder) => {
      await folder.keys.create();
      await createVault(folder);
    },
    (folder) => folder.eraseVault(),
    async (folder, step) => {
      expect(await folder.keys.loadOwedErasure(), step).toBe(!folder.hasVault());
      expect(existsSync(fileAt("vault.erasing"))).toBe(false);
    },
  );
  expect(cuts).toBeGreaterThan(4);
});

test("a debt of an erased vault does not touch the vault that was made after it", async () => {
  const folder = await open();
  await folder.keys.create();
  await createVault(folder);
  await folder.eraseVault();
  await createVault(folder);
  folder.close();
  const later = await open();
  expect(later.hasVault()).toBe(true);
  expect(await later.keys.loadOwedErasure()).toBe(true);
});

test("the device key is the same after a new start, signs, and is not to be had in the clear", async () => {
  const first = await open();
  const made = await first.keys.create();
  first.close();
  const second = await open();
  const key = await second.keys.load();
  expect(key?.publicJwk).toEqual(made.publicJwk);
  for (const held of [key, made]) expect(held?.privateKey).toMatchObject({ extractable: false });
});

test.each(["vault.json", "device-key.json", "bound-key"])(
  "a damaged %s is said, not worked with",
  async (name) => {
    const folder = await open();
    await folder.keys.create();
    await createVault(folder);
    folder.close();
    writeFileSync(fileAt(name), readFileSync(fileAt(name), "utf8").slice(0, -9));
    const read = async () => {
      const again = await open();
      await again.keys.load();
      await again.unlock(password);
    };
    await expect(read()).rejects.toThrow(PhoneFolderError);
  },
);

test("a record that was moved to another place, or a weaker derivation, is not accepted", async () => {
  const folder = await open();
  await (await createVault(folder)).write([deletion("a"), deletion("b")]);
  const text = readFileSync(fileAt("vault.json"), "utf8");
  writeFileSync(fileAt("vault.json"), text.replace('"id":"a"', '"id":"c"'));
  await expect((await unlock(folder)).list("deletion")).rejects.toThrow("folder_damaged");
  writeFileSync(
    fileAt("vault.json"),
    text.replace('"memoryKibibytes":19456', '"memoryKibibytes":8'),
  );
  await expect(folder.unlock(password)).rejects.toThrow("folder_damaged");
  writeFileSync(fileAt("vault.json"), text.replace('"iterations":2', '"iterations":3'));
  expect(await folder.unlock(password)).toMatchObject({ reason: "wrong_password" });
});

test("one program at a time has the phone open, and the next one gets it when the first ends", async () => {
  const first = await open();
  await expect(open()).rejects.toMatchObject({ code: "folder_in_use" });
  first.close();
  await open();
});

test("a vault file put back from a copy needs its own password still", async () => {
  const folder = await open();
  await createVault(folder);
  copyFileSync(fileAt("vault.json"), fileAt("copy"));
  await folder.eraseVault();
  copyFileSync(fileAt("copy"), fileAt("vault.json"));
  expect(await folder.unlock("another one")).toMatchObject({ reason: "wrong_password" });
});
