// What the system says about a folder, in words.

import { PostgresError, systemCodeOf } from "./postgres-error.ts";

/** A system error about the folder as a sentence; anything else stays as it is. */
export function explainFolderError(folder: string, error: unknown): unknown {
  switch (systemCodeOf(error)) {
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new PostgresError(
        "no_permission",
        `The database folder ${folder} cannot be written by this user: give it to this user or choose another folder.`,
        error,
      );
    case "ENOSPC":
    case "EDQUOT":
      return new PostgresError(
        "no_disk_space",
        `There is no space left on the disk of the database folder ${folder}: free some space and start again.`,
        error,
      );
    case "ENAMETOOLONG":
      return new PostgresError(
        "path_too_long",
        "The path of the database folder is too long for this system: choose a shorter one.",
        error,
      );
    case "ENOTDIR":
    case "EEXIST":
      return new PostgresError(
        "folder_not_ours",
        `The path ${folder} leads through a file, so no database folder can be made there: choose another folder.`,
        error,
      );
    default:
      return error;
  }
}
