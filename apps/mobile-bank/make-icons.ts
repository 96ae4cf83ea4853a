/**
 * Makes public/icons from one drawing: `node apps/mobile-bank/make-icons.ts`. Chromium draws the PNGs; they are
 * committed, so that a build needs no browser. The maskable one keeps its drawing inside the safe circle.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { icons } from "../../packages/design/src/icons.ts";
import { chromium } from "playwright-core";

const folder = join(import.meta.dirname, "public/icons");

const draw = (corner: number, scale: number): string => {
  const size = 24 * scale;
  const start = (512 - size) / 2;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512"><rect width="512" height="512" rx="${corner}" fill="#b85300"/><path transform="translate(${start} ${start}) scale(${scale})" d="${icons.house}" fill="none" stroke="#fff" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
};

const rounded = draw(112, 12);
const maskable = draw(0, 10);
await writeFile(join(folder, "icon.svg"), `${rounded}\n`);
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
for (const [name, svg, size] of [
  ["icon-192", rounded, 192],
  ["icon-512", rounded, 512],
  ["maskable-512", maskable, 512],
  // iOS cuts the corners itself and shows transparency black.
  ["icon-180", maskable, 180],
] as const) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(
    `<body style="margin:0">${svg.replace("<svg", `<svg width="${size}"`)}</body>`,
  );
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, omitBackground: true });
  await page.close();
}
await browser.close();
