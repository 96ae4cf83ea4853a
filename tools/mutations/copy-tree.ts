/**
 * A copy of the working tree to break things in. Dependencies are links into the original's node_modules, except our
 * own packages: npm has linked those to the original sources, so the copy gets links to its own.
 */

import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, relative } from "node:path";

export interface TreeCopy {
  readonly path: string;
  remove(): void;
}

const leftOut = new Set(["node_modules", ".git", ".data", "dist", "coverage"]);
/** Caches would carry results of the original into the copy. */
const ownFolders = new Set([".cache", ".vite", ".vite-temp", ".vitest-cache", "@ramznama"]);

export function copyTree(root: string): TreeCopy {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "ramznama-mutations-")));
  cpSync(root, path, {
    recursive: true,
    filter: (source) => !leftOut.has(basename(source)),
  });
  linkDependencies(join(root, "node_modules"), join(path, "node_modules"));
  linkWorkspaces(root, path);
  return {
    path,
    remove: () => {
      rmSync(path, { recursive: true, force: true });
    },
  };
}

function linkDependencies(from: string, to: string): void {
  mkdirSync(to);
  for (const name of readdirSync(from)) {
    if (!ownFolders.has(name)) symlinkSync(join(from, name), join(to, name));
  }
}

/** Each workspace under its own name, as npm does it, but in the copy. */
function linkWorkspaces(root: string, copy: string): void {
  const own = join(root, "node_modules", "@ramznama");
  mkdirSync(join(copy, "node_modules", "@ramznama"));
  for (const name of readdirSync(own)) {
    const workspace = relative(realpathSync(root), realpathSync(join(own, name)));
    assertWorkspace(copy, workspace, name);
    symlinkSync(join(copy, workspace), join(copy, "node_modules", "@ramznama", name));
  }
}

function assertWorkspace(copy: string, workspace: string, name: string): void {
  const manifest = join(copy, workspace, "package.json");
  const found = existsSync(manifest)
    ? (JSON.parse(readFileSync(manifest, "utf8")) as { readonly name?: string }).name
    : undefined;
  if (found !== `@ramznama/${name}`) {
    throw new Error(`@ramznama/${name} is not a workspace of this tree: run npm ci first`);
  }
}
