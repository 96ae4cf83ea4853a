import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { breakGuard } from "./mutation.ts";
import { mutations } from "./guards.ts";

const root = resolve(import.meta.dirname, "../..");

describe("Breaking a guard", () => {
  test("replaces the one place and leaves the rest", () => {
    const edit = { find: "if (no) return;", replace: "" };
    expect(breakGuard("a; if (no) return; b;", edit)).toEqual({ ok: true, text: "a;  b;" });
  });

  test("a dollar sign in the replacement stands for itself", () => {
    const broken = breakGuard("x = 1", { find: "1", replace: "`$&${1}`" });
    expect(broken).toEqual({ ok: true, text: "x = `$&${1}`" });
  });

  test("a guard that is not there, or there twice, is refused", () => {
    const edit = { find: "guard", replace: "" };
    expect(breakGuard("nothing", edit)).toEqual({ ok: false, reason: "guard_not_found" });
    expect(breakGuard("guard guard", edit)).toEqual({ ok: false, reason: "guard_not_unique" });
  });
});

describe("The list of guards", () => {
  const edits = mutations.flatMap(({ name, edits }) => edits.map((edit) => ({ name, ...edit })));

  test.each(edits)("$file still holds the guard of: $name", (edit) => {
    const broken = breakGuard(readFileSync(resolve(root, edit.file), "utf8"), edit);
    expect(broken.ok ? "found" : broken.reason).toBe("found");
  });

  test("every mutation names a test that exists", () => {
    const missing = mutations.filter(({ test }) => !existsSync(resolve(root, test)));
    expect(missing.map(({ name, test }) => `${name}: ${test}`)).toEqual([]);
  });

  test("no two mutations have one name", () => {
    const names = mutations.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});
