/**
 * The files of one phone: folder 0700, files 0600, and every change durable and whole. A file is written
 * beside the old one, flushed, renamed over it, and the folder is flushed, so that a crash at any point
 * leaves the old content or the new one.
 */
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { PhoneFolderError } from "./phone-folder-error.ts";

/** Told of every durable step as it is about to happen and when it has; tests end the process there. */
export type OnStep = (step: string) => void;

export interface PrivateFiles {
  readonly path: string;
  /** Undefined when there is no such file. */
  load(name: string): string | undefined;
  has(name: string): boolean;
  save(name: string, text: string): void;
  rename(from: string, to: string): void;
  /** Nothing happens when there is no such file. */
  remove(name: string): void;
}

export function openPrivateFiles(path: string, onStep: OnStep): PrivateFiles {
  const within = <Value>(name: string, work: (file: string) => Value): Value => {
    try {
      return work(join(path, name));
    } catch (cause) {
      throw new PhoneFolderError("folder_unusable", join(path, name), cause);
    }
  };
  within("", () => {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    chmodSync(path, 0o700);
  });
  return {
    path,
    load: (name) =>
      within(name, (file) => (existsSync(file) ? readFileSync(file, "utf8") : undefined)),
    has: (name) => within(name, existsSync),
    save: (name, text) => {
      onStep(`${name}: save`);
      within(name, (file) => {
        // Whatever an earlier crash left there goes, its access rights with it.
        rmSync(`${file}.new`, { force: true });
        writeFileSync(`${file}.new`, text, { mode: 0o600, flag: "wx", flush: true });
      });
      onStep(`${name}: written beside`);
      within(name, (file) => {
        renameSync(`${file}.new`, file);
      });
      onStep(`${name}: renamed`);
      within(name, () => {
        flushFolder(path);
      });
      onStep(`${name}: saved`);
    },
    rename: (from, to) => {
      onStep(`${from}: rename`);
      within(from, (file) => {
        renameSync(file, join(path, to));
        flushFolder(path);
      });
      onStep(`${from}: renamed`);
    },
    remove: (name) => {
      onStep(`${name}: remove`);
      within(name, (file) => {
        rmSync(file, { force: true });
        rmSync(`${file}.new`, { force: true });
        flushFolder(path);
      });
      onStep(`${name}: removed`);
    },
  };
}

function flushFolder(path: string): void {
  // Windows cannot open a folder as a file; its renames are journaled.
  if (process.platform === "win32") return;
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
