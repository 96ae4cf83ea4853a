/** A terminal's vault from before the code key had a record of its own. */
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeBase64url, type TokenRecord } from "@ramznama/activation";
import { decideEntryPassword, leastParameters } from "@ramznama/phone";
import { afterEach, beforeEach, expect, test } from "vitest";
import { nodePlatform } from "../compose-phone.ts";
import { openPhoneFolder, type PhoneFolder } from "./phone-folder.ts";

const platform = nodePlatform();
const password = "482913";
const key = platform.random(32);
const token: TokenRecord = {
  version: 1,
  serial: "123456789015",
  subject: { kind: "account-gateway" },
  profile: { hash: "SHA-256", digits: 8, stepSeconds: 1, validitySeconds: 121 },
  maskedSubject: "",
};

let path: string;

beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), "ramznama-old-vault-"));
});
afterEach(() => {
  rmSync(path, { recursive: true, force: true });
});

const withFolder = async (
  use: (folder: PhoneFolder) => Promise<void>,
  onStep: (step: string) => void = () => undefined,
): Promise<void> => {
  const folder = await openPhoneFolder({ platform, path, derivation: leastParameters, onStep });
  try {
    await use(folder);
  } finally {
    folder.close();
  }
};

const createOldVault = (): Promise<void> =>
  withFolder(async (folder) => {
    const decided = decideEntryPassword(password);
    if (!decided.ok) throw new Error(decided.reason);
    const vault = await folder.createVault(decided.value);
    const value = { ...token, codeKey: encodeBase64url(key) };
    await vault.write([{ kind: "token", id: "t", value }]);
  });

const unlock = async (folder: PhoneFolder) => {
  const unlocked = await folder.unlock(password);
  if (!unlocked.ok) throw new Error(unlocked.reason);
  return unlocked.vault;
};

/** The program ends at its `dieAt`-th step; false when it came to its end before that. */
const dies = async (dieAt: number): Promise<boolean> => {
  let steps = 0;
  const onStep = (step: string): void => {
    steps += 1;
    if (steps === dieAt) throw new Error(`died at ${step}`);
  };
  try {
    await withFolder(async (folder) => {
      await unlock(folder);
    }, onStep);
    return false;
  } catch {
    return true;
  }
};

test("S30 killed at any step of its next opening, an old vault has its token and its seed afterwards, each where it belongs", async () => {
  await createOldVault();
  const file = join(path, "vault.json");
  const copy = join(path, "copy");
  copyFileSync(file, copy);
  let dieAt = 1;
  for (let died = true; died; dieAt += 1) {
    copyFileSync(copy, file);
    died = await dies(dieAt);
    await withFolder(async (folder) => {
      const vault = await unlock(folder);
      expect(await vault.list("token")).toEqual([{ id: "t", value: token }]);
      expect(await vault.load("codeKey", "t")).toEqual(key);
    });
  }
  // The try, its pardon and the move, each of several steps.
  expect(dieAt).toBeGreaterThan(10);
});
