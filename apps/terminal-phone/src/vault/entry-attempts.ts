/** How often the entry password was tried since it last fitted; recorded before it is tried. */
import type { PrivateFiles } from "./private-files.ts";

export const attemptsMax = 10;

const fileName = "entry-attempts";

export interface EntryAttempts {
  /** A file that is no number counts as the last attempt but one: altering it wins nothing. */
  load(): number;
  save(attempts: number): void;
}

export function openEntryAttempts(files: PrivateFiles): EntryAttempts {
  return {
    load: () => {
      const text = files.load(fileName)?.trim() ?? "0";
      return /^[0-9]{1,3}$/.test(text) ? Number(text) : attemptsMax - 1;
    },
    save: (attempts) => {
      files.save(fileName, `${attempts}\n`);
    },
  };
}
