// As whom the database runs: an ordinary user, root in a namespace, root's stand-in where namespaces are
// refused (containers). The last ones need root to try.

import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { chooseRunAs } from "./choose-run-as.ts";
import {
  completeLinks,
  copyPrograms,
  findPrograms,
  programsIn,
  type Programs,
} from "./find-programs.ts";
import { makeCluster } from "./cluster.ts";
import { layoutOf } from "./layout.ts";
import { prepareFolder } from "./prepare-folder.ts";
import { query } from "./testing/query.ts";
import { spawnOwner, type Owner, type OwnerOptions } from "./testing/spawn-owner.ts";
import { useTemporaryFolders } from "./testing/temporary-folders.ts";

const isRoot = process.getuid?.() === 0;
const nobody = 65_534;
const folder = useTemporaryFolders();
const owners: Owner[] = [];

afterEach(async () => {
  for (const owner of owners.splice(0)) await owner.endWithDatabase();
});

async function own(options: OwnerOptions): Promise<Owner> {
  const owner = await spawnOwner(options);
  owners.push(owner);
  return owner;
}

/** A machine on which `unshare` is refused, as in most containers. */
function withoutNamespaces(): NodeJS.ProcessEnv {
  const bin = folder();
  chmodSync(bin, 0o755);
  writeFileSync(join(bin, "unshare"), "#!/bin/sh\necho 'Operation not permitted' >&2\nexit 1\n");
  chmodSync(join(bin, "unshare"), 0o755);
  return { PATH: `${bin}:${process.env["PATH"] ?? ""}` };
}

function userOf(pid: number): number {
  return statSync(`/proc/${pid}`).uid;
}

function openFolder(): string {
  const path = folder();
  chmodSync(path, 0o755);
  return path;
}

/** The checkout itself may be closed to other users; then they cannot start anything from it. */
const othersMayEnter = (statSync(import.meta.dirname).mode & 0o005) === 0o005 && pathIsOpen();

function pathIsOpen(): boolean {
  const parts = import.meta.dirname.split("/");
  return parts.every((_, index) => {
    const path = parts.slice(0, index + 1).join("/");
    return path === "" || (statSync(path).mode & 0o001) === 0o001;
  });
}

describe.runIf(isRoot)("as root", () => {
  test("files stay root's and the server runs in a namespace", async () => {
    const dataFolder = join(folder(), "data");
    const { told } = await own({ folder: dataFolder });
    expect(statSync(join(dataFolder, "cluster")).uid).toBe(0);
    expect(await query(told.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  test("where namespaces are refused the server runs as nobody", async () => {
    const dataFolder = join(openFolder(), "data");
    const { told } = await own({ folder: dataFolder, environment: withoutNamespaces() });
    expect(userOf(told.pid)).toBe(nobody);
    expect(await query(told.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  test("even within a folder that only root may enter", async () => {
    const dataFolder = join(folder(), "closed", "data");
    const { told } = await own({ folder: dataFolder, environment: withoutNamespaces() });
    expect(userOf(told.pid)).toBe(nobody);
    expect(await query(told.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  test("even when the programs, too, lie where only root may enter", () => {
    const closed = folder();
    const layout = layoutOf(join(closed, "data"));
    prepareFolder(layout);
    const programs = copyWithoutLinks(closed);
    const path = process.env["PATH"];
    process.env["PATH"] = withoutNamespaces()["PATH"];
    const chosen = chooseRunAs(layout, programs);
    process.env["PATH"] = path;
    expect(chosen.runAs).toEqual({ how: "user", uid: nobody, gid: nobody, reach: true });
    expect(chosen.programs).toEqual(programs);
    makeCluster(layout, chosen);
    expect(statSync(layout.cluster).uid).toBe(nobody);
  });

  test("a folder made in a namespace serves without one, and the other way round", async () => {
    const dataFolder = join(openFolder(), "data");
    const first = await own({ folder: dataFolder });
    await query(first.told.url, "CREATE TABLE kept AS SELECT 1 AS n");
    await first.kill9();
    const second = await own({ folder: dataFolder, environment: withoutNamespaces() });
    expect(await query(second.told.url, "SELECT n FROM kept")).toEqual([{ n: 1 }]);
    await second.kill9();
    const third = await own({ folder: dataFolder });
    expect(await query(third.told.url, "SELECT n FROM kept")).toEqual([{ n: 1 }]);
  });

  test.runIf(othersMayEnter)("the folder of an ordinary user stays that user's", async () => {
    const dataFolder = join(openFolder(), "data");
    mkdirSync(dataFolder);
    chownSync(dataFolder, nobody, nobody);
    const first = await own({ folder: dataFolder, uid: nobody });
    await query(first.told.url, "CREATE TABLE kept AS SELECT 1 AS n");
    await first.kill9();
    const asRoot = await own({ folder: dataFolder });
    expect(userOf(asRoot.told.pid)).toBe(nobody);
    await asRoot.kill9();
    const again = await own({ folder: dataFolder, uid: nobody });
    expect(await query(again.told.url, "SELECT n FROM kept")).toEqual([{ n: 1 }]);
  });
});

describe.runIf(isRoot && othersMayEnter)("as an ordinary user", () => {
  test("it starts in a folder of its own", async () => {
    const dataFolder = folder();
    chownSync(dataFolder, nobody, nobody);
    const { told } = await own({ folder: dataFolder, uid: nobody });
    expect(userOf(told.pid)).toBe(nobody);
    expect(await query(told.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  test("a folder that it may not write is refused in words", async () => {
    const { told } = await own({ folder: join(openFolder(), "data"), uid: nobody });
    expect(told).toMatchObject({ code: "no_permission" });
  });

  test("a folder of another user is refused in words", async () => {
    const dataFolder = folder();
    const { told } = await own({ folder: dataFolder, uid: nobody });
    expect(told).toMatchObject({ code: "no_permission" });
  });
});

describe("the programs", () => {
  test("a platform without them is sent to DATABASE_URL", () => {
    expect(() => findPrograms("sunos-sparc")).toThrow(
      /no built-in PostgreSQL for sunos-sparc.*DATABASE_URL/,
    );
  });

  test("links that the package's install script did not make are made", () => {
    const programs = copyWithoutLinks();
    expect(completeLinks(programs)).toBe(true);
    const link = join(programs.native, "lib", "libpq.so.5");
    expect(readlinkSync(link)).toMatch(/^libpq\.so\.5\.\d+$/);
    expect(existsSync(link)).toBe(true);
  });

  test("where they cannot be made, a complete copy is kept in the data folder", () => {
    const layout = layoutOf(folder());
    const copy = copyPrograms(copyWithoutLinks(), layout);
    expect(copy.native).toBe(join(layout.programs, "native"));
    expect(lstatSync(join(copy.native, "lib", "libpq.so.5")).isSymbolicLink()).toBe(true);
    expect(chooseRunAs(layout, copy).programs).toEqual(copy);
  });

  test("a system library that is missing is named", () => {
    const layout = layoutOf(folder());
    const programs = copyWithoutLinks();
    completeLinks(programs);
    rmSync(join(programs.native, "lib", "libicui18n.so.60.2"));
    expect(() => chooseRunAs(layout, programs)).toThrow(/system library libicui18n\.so\.60\b/);
  });
});

function copyWithoutLinks(place = folder()): Programs {
  const native = join(place, "native");
  cpSync(findPrograms().native, native, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !lstatSync(path).isSymbolicLink() && !path.endsWith(".a"),
  });
  return programsIn(native);
}
