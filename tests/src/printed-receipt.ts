/** The receipt as a printer gets it: a PDF out of Chromium, read by poppler, which is another hand than ours. */
import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { ensureDebianPrograms } from "../../tools/debian-programs.ts";

export interface PrintedReceipt {
  readonly pages: number;
  readonly widthMillimetres: number;
  readonly heightMillimetres: number;
  readonly text: string;
}

const millimetresPerPoint = 25.4 / 72;

/** Of the receipt that is on the screen, at the size its style asks the printer for. */
export const printReceipt = async (page: Page): Promise<PrintedReceipt> => {
  ensureDebianPrograms(["pdfinfo", "pdftotext"]);
  const folder = await mkdtemp(join(tmpdir(), "ramznama-receipt-"));
  const path = join(folder, "receipt.pdf");
  try {
    await page.pdf({ path, preferCSSPageSize: true, printBackground: true });
    const about = execFileSync("pdfinfo", [path], { encoding: "utf8" });
    const text = execFileSync("pdftotext", ["-layout", path, "-"], { encoding: "utf8" });
    const [, width, height] = /Page size:\s+([0-9.]+) x ([0-9.]+) pts/.exec(about) ?? [];
    return {
      pages: Number(/Pages:\s+([0-9]+)/.exec(about)?.[1]),
      widthMillimetres: Number(width) * millimetresPerPoint,
      heightMillimetres: Number(height) * millimetresPerPoint,
      text,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
