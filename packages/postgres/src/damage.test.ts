// A folder that is not whole: one sentence, nothing changed, nothing made over it.

import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startPostgres } from "./index.ts";
import { useTemporaryFolders } from "./testing/temporary-folders.ts";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";

const folder = useTemporaryFolders();
let whole: string;

beforeAll(async () => {
  whole = mkdtempSync(join(tmpdir(), "ramznama-postgres-whole-"));
  await (await startPostgres({ dataFolder: whole })).stop();
});

afterAll(() => {
  rmSync(whole, { recursive: true, force: true });
});

function damagedBy(damage: (dataFolder: string) => void): string {
  const dataFolder = folder();
  cpSync(whole, dataFolder, { recursive: true, preserveTimestamps: true });
  damage(dataFolder);
  return dataFolder;
}

const remove = (name: string) => (dataFolder: string) => {
  rmSync(join(dataFolder, name), { recursive: true });
};
const write = (name: string, text: string) => (dataFolder: string) => {
  writeFileSync(join(dataFolder, name), text);
};

describe("a damaged folder", () => {
  test.each([
    ["PG_VERSION is missing", remove("cluster/PG_VERSION"), /PG_VERSION is missing/],
    ["PG_VERSION is empty", write("cluster/PG_VERSION", ""), /PG_VERSION is missing/],
    ["pg_control is missing", remove("cluster/global/pg_control"), /global\/pg_control is missing/],
    [
      "pg_control is rubbish",
      write("cluster/global/pg_control", "x".repeat(8192)),
      /PostgreSQL says/,
    ],
    ["pg_control is cut", write("cluster/global/pg_control", "x"), /PostgreSQL says/],
    ["the journal is missing", remove("cluster/pg_wal"), /pg_wal is missing/],
    ["the journal is empty", emptyJournal, /PostgreSQL says.*postgres\.log/],
    ["the passwords are missing", remove("passwords.json"), /passwords\.json is missing/],
    ["the passwords are rubbish", write("passwords.json", "{"), /passwords\.json/],
    ["the cluster is a file", clusterIsFile, /damaged/],
  ])("%s: it is said, with what to do", async (_, damage, message) => {
    const dataFolder = damagedBy(damage);
    const before = readdirSync(dataFolder);
    const refusal = startPostgres({ dataFolder });
    await expect(refusal).rejects.toMatchObject({ code: "folder_damaged" });
    await expect(refusal).rejects.toThrow(message);
    await expect(refusal).rejects.toThrow(/backup|anew/);
    expect(readdirSync(dataFolder)).toEqual(before);
  });

  test("a folder of another PostgreSQL is named with both versions", async () => {
    const dataFolder = damagedBy(write("cluster/PG_VERSION", "15\n"));
    const refusal = startPostgres({ dataFolder });
    await expect(refusal).rejects.toMatchObject({ code: "other_version" });
    await expect(refusal).rejects.toThrow(/PostgreSQL 15 and this is 18/);
  });

  test("a folder of other files stays untouched", async () => {
    const dataFolder = folder();
    writeFileSync(join(dataFolder, "thesis.txt"), "years of work");
    await expect(startPostgres({ dataFolder })).rejects.toMatchObject({ code: "folder_not_ours" });
    expect(readdirSync(dataFolder)).toEqual(["thesis.txt"]);
  });

  test("a path through a file is refused", async () => {
    const dataFolder = join(folder(), "file", "data");
    writeFileSync(join(dataFolder, ".."), "");
    await expect(startPostgres({ dataFolder })).rejects.toMatchObject({ code: "folder_not_ours" });
  });

  test("after a refusal the repaired folder starts", async () => {
    const dataFolder = damagedBy(remove("cluster/PG_VERSION"));
    await expect(startPostgres({ dataFolder })).rejects.toThrow();
    writeFileSync(join(dataFolder, "cluster/PG_VERSION"), "18\n");
    await (await startPostgres({ dataFolder })).stop();
  });
});

function emptyJournal(dataFolder: string): void {
  const journal = join(dataFolder, "cluster/pg_wal");
  for (const name of readdirSync(journal)) rmSync(join(journal, name), { recursive: true });
  mkdirSync(join(journal, "archive_status"));
}

function clusterIsFile(dataFolder: string): void {
  rmSync(join(dataFolder, "cluster"), { recursive: true });
  writeFileSync(join(dataFolder, "cluster"), "");
}
