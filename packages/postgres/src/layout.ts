// What lies where in a data folder.
//
// The data folder and everything in it is for its owner alone (0700, 0600).

import { join } from "node:path";

export interface Layout {
  readonly folder: string;
  /** The PostgreSQL data directory. It appears by one rename, whole. */
  readonly cluster: string;
  readonly passwords: string;
  readonly lock: string;
  readonly owner: string;
  readonly log: string;
  /** A private copy of the programs, made only where node_modules cannot be read or completed. */
  readonly programs: string;
}

/** Names that initialisation leaves behind when it is killed; swept at the next start. */
export const halfMadePrefix = "half-made-";

export function layoutOf(folder: string): Layout {
  return {
    folder,
    cluster: join(folder, "cluster"),
    passwords: join(folder, "passwords.json"),
    lock: join(folder, "owner.lock"),
    owner: join(folder, "owner.json"),
    log: join(folder, "postgres.log"),
    programs: join(folder, "programs"),
  };
}
