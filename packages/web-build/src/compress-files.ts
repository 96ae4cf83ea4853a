/** Beside each file that gets smaller its compressed forms, which the server sends to whoever takes them. */
import { readFile, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";
import { listFiles } from "./list-files.ts";

export async function compressFiles(folder: string): Promise<void> {
  for (const path of await listFiles(folder)) {
    if (!/\.(html|js|css|svg|webmanifest|f16)$/.test(path)) continue;
    const content = await readFile(path);
    await writeFile(`${path}.gz`, await promisify(gzip)(content, { level: 9 }));
    await writeFile(`${path}.br`, await promisify(brotliCompress)(content));
  }
}
