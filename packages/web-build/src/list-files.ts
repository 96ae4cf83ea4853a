/** The files below a folder, or the file itself, always in the same order. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";

/** Tests and what was built earlier decide nothing. */
const isSource = (path: string): boolean => !/node_modules|[\\/]dist[\\/]|\.test\.tsx?$/.test(path);

export async function listFiles(path: string): Promise<readonly string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(
    () => undefined,
  );
  if (entries === undefined) return [path];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(isSource)
    .sort();
}
