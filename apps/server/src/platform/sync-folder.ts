import { open } from "node:fs/promises";

/** Makes the names of new files in a folder durable; Windows has no such thing as opening a folder. */
export const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};
