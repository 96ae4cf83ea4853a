// Makes sure that nothing runs any more on a data folder that is to be deleted.

import { existsSync, realpathSync } from "node:fs";
import { layoutOf } from "./layout.ts";
import { lockFolder } from "./lock-folder.ts";
import { endOrphans } from "./orphaned-postmaster.ts";

/** Throws `folder_in_use` when a living owner holds the folder. */
export async function endOrphanedDatabase(dataFolder: string): Promise<void> {
  if (!existsSync(dataFolder)) return;
  const layout = layoutOf(realpathSync(dataFolder));
  const lock = lockFolder(layout.folder);
  try {
    if (existsSync(layout.cluster)) await endOrphans(layout.cluster);
  } finally {
    lock.release();
  }
}
