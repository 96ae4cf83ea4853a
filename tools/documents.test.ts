import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const root = resolve(import.meta.dirname, "..");
const manifests = ["package.json", "{apps,packages}/*/package.json", "tests/package.json"];
const documents = ["*.md", "docs/**/*.md", "{apps,packages,vectors}/*/README.md"];

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const inTree = { cwd: root, exclude: ["**/node_modules/**"] };

const read = (path: string): string => readFileSync(join(root, path), "utf8");

const directDependencies = (): readonly string[] => {
  const names = globSync(manifests, { cwd: root }).flatMap((path) => {
    const manifest = JSON.parse(read(path)) as Manifest;
    return Object.keys({
      ...manifest.dependencies,
      ...manifest.devDependencies,
      ...manifest.optionalDependencies,
    });
  });
  return [...new Set(names)].filter((name) => !name.startsWith("@ramznama/")).sort();
};

const sources = globSync("{apps,packages,tests,tools,bench}/**/*.{ts,tsx}", inTree);

const foundInSources = (pattern: RegExp): readonly { path: string; text: string }[] =>
  sources.flatMap((path) => [...read(path).matchAll(pattern)].map(([text]) => ({ path, text })));

/** Targets of links that lie in this tree, without the part after "#". */
const linksOf = (path: string): readonly string[] =>
  [...read(path).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => target.split("#")[0] ?? "")
    .filter((target) => target !== "" && !/^[a-z]+:/.test(target));

describe("The documents", () => {
  test("every direct dependency is argued for in docs/dependencies.md", () => {
    const page = read("docs/dependencies.md");
    const named = (name: string): boolean =>
      page.includes(`\`${name}\``) || page.includes(`\`${name.split("/")[0] ?? ""}/*\``);
    expect(directDependencies().filter((name) => !named(name))).toEqual([]);
  });

  test("every link to a file of this tree leads somewhere", () => {
    const broken = globSync(documents, { cwd: root }).flatMap((path) =>
      linksOf(path)
        .filter((target) => !existsSync(resolve(root, dirname(path), target)))
        .map((target) => `${path}: ${target}`),
    );
    expect(broken).toEqual([]);
  });

  test("every page that a comment names is there", () => {
    const pages = globSync("{*.md,{docs,bench,apps,packages}/**/*.md}", inTree);
    const known = new Set(pages.map((path) => basename(path)));
    expect(foundInSources(/\b[\w-]+\.md\b/g).filter(({ text }) => !known.has(text))).toEqual([]);
  });

  test("every label that a test bears is defined in docs/specification", () => {
    const pages = read("docs/specification/product.md") + read("docs/specification/quality.md");
    const defined = new Set([...pages.matchAll(/^\| ([SRPU]\d+) /gm)].map(([, label]) => label));
    const borne = foundInSources(/(?<=")[SRPU]\d{1,2}(?=[ ,:])/g);
    expect(borne.length).toBeGreaterThan(500);
    expect(borne.filter(({ text }) => !defined.has(text))).toEqual([]);
  });

  test("every decision is in the list of decisions", () => {
    const list = read("docs/decisions/README.md");
    const pages = globSync("docs/decisions/[0-9]*.md", { cwd: root });
    expect(pages.length).toBeGreaterThan(0);
    expect(pages.filter((path) => !list.includes(path.split("/").at(-1) ?? path))).toEqual([]);
  });

  test("every table of the server is in docs/storage.md", () => {
    const page = read("docs/storage.md");
    const tables = globSync("apps/server/src/*/tables.ts", { cwd: root }).flatMap((path) =>
      [...read(path).matchAll(/create table ([a-z_]+)/g)].map(([, name = ""]) => name),
    );
    expect(tables.length).toBeGreaterThan(0);
    expect(tables.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });

  test("every variable of the server's configuration is in its document", () => {
    const page = read("docs/operations/configuration.md");
    const names = [...read("apps/server/src/config.ts").matchAll(/^ {2}([A-Z][A-Z_]+):/gm)];
    expect(names.length).toBeGreaterThan(0);
    expect(names.map(([, name = ""]) => name).filter((name) => !page.includes(name))).toEqual([]);
  });

  test("every test that the threat model names exists", () => {
    const rooms =
      /`(tests\/src|server|otp|activation|persian|phone|postgres|card-reader)\/([a-z0-9/-]+)`/g;
    const named = [...read("docs/threat-model.md").matchAll(rooms)].map(
      ([, room = "", rest = ""]) => {
        if (room === "tests/src") return `tests/src/${rest}.test.ts`;
        const folder = room === "server" ? "apps" : "packages";
        return `${folder}/${room}/src/${rest}.test.ts`;
      },
    );
    expect(named.length).toBeGreaterThan(0);
    expect([...new Set(named)].filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
