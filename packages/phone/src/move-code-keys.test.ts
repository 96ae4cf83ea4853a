/** Vaults from before the code key had a record of its own: it is moved there in one write, and nothing is lost. */
import { encodeBase64url } from "@ramznama/activation";
import { expect, test, vi } from "vitest";
import { createMemoryVault } from "./memory-vault.ts";
import { moveCodeKeys } from "./move-code-keys.ts";
import { cardToken } from "./testing/card-token.ts";
import { platform } from "./testing/signing-server.ts";
import { eraseToken } from "./tokens.ts";
import type { Vault } from "./vault.ts";

const keys = [platform.random(32), platform.random(32)] as const;

const createOldVault = async (): Promise<Vault> => {
  const vault = createMemoryVault();
  for (const [place, key] of keys.entries()) {
    const value = { ...cardToken, codeKey: encodeBase64url(key) };
    await vault.write([{ kind: "token", id: `t${place}`, value }]);
  }
  return vault;
};

const expectMoved = async (vault: Vault): Promise<void> => {
  expect(await vault.list("token")).toEqual([
    { id: "t0", value: cardToken },
    { id: "t1", value: cardToken },
  ]);
  for (const [place, key] of keys.entries()) {
    expect(await vault.load("codeKey", `t${place}`)).toEqual(key);
  }
};

test("S30 the keys of an old vault get records of their own, all in one write, and are gone from the tokens", async () => {
  const vault = await createOldVault();
  const write = vi.spyOn(vault, "write");
  await moveCodeKeys(vault);
  expect(write).toHaveBeenCalledOnce();
  await expectMoved(vault);
});

test("S30 a write that fails leaves the old vault as it was, and the next opening moves the keys", async () => {
  const vault = await createOldVault();
  const before = await vault.list("token");
  const write = vi.spyOn(vault, "write").mockRejectedValueOnce(new Error("the disk is full"));
  await expect(moveCodeKeys(vault)).rejects.toThrow("the disk is full");
  expect(await vault.list("token")).toEqual(before);
  write.mockRestore();
  await moveCodeKeys(vault);
  await expectMoved(vault);
});

test("a vault whose keys are where they belong is not written to", async () => {
  const vault = await createOldVault();
  await moveCodeKeys(vault);
  const write = vi.spyOn(vault, "write");
  await moveCodeKeys(vault);
  expect(write).not.toHaveBeenCalled();
  await expectMoved(vault);
});

test("S19 a token that another tab deletes while its key is moved does not come back", async () => {
  const vault = await createOldVault();
  const list = vault.list.bind(vault);
  vi.spyOn(vault, "list").mockImplementation(async (kind) => {
    const entries = await list(kind);
    for (let ticks = 0; ticks < 20; ticks += 1) await Promise.resolve();
    return entries;
  });
  const moving = moveCodeKeys(vault);
  await vault.exclusively("tokens", () => vault.write(eraseToken("t0")));
  await moving;
  expect((await vault.list("token")).map(({ id }) => id)).toEqual(["t1"]);
  expect(await vault.load("codeKey", "t0")).toBeUndefined();
});
