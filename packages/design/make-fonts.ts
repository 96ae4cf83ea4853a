/**
 * Makes the web fonts of src/fonts from the vazirmatn package: the letters that Persian and English texts need, in
 * the weights from 400 to 700, and beside them the ten digits of the Farsi-digit cut under their ASCII code points.
 * A page that lists the digits first shows Persian numbers and still holds, copies and announces Latin ones.
 *
 * Run with `node packages/design/make-fonts.ts`; the result is committed, so that a build needs no font tools.
 */
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import subsetFont from "subset-font";

const source = (path: string): URL => new URL(import.meta.resolve(`vazirmatn/${path}`));
const target = (name: string): string =>
  fileURLToPath(new URL(`src/fonts/${name}.woff2`, import.meta.url));

const range = (first: number, last: number): string =>
  Array.from({ length: last - first + 1 }, (_, place) => String.fromCodePoint(first + place)).join(
    "",
  );

/** ASCII, the Latin signs of our texts, Arabic letters and marks as Persian uses them, joiners and bidi marks. */
const letters = [
  range(0x20, 0x7e),
  "\u00a0\u00ab\u00b7\u00bb\u00d7\u2010\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u2212",
  range(0x621, 0x63a),
  range(0x640, 0x652),
  "\u060c\u061b\u061f\u066a\u066b\u066c\u067e\u0686\u0698\u06a9\u06af\u06c0\u06cc\u0670\u0654",
  range(0x660, 0x669),
  range(0x6f0, 0x6f9),
  "\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069",
].join("");

/** Layout that shapes Persian; stylistic sets and fractions stay behind. */
const keepFeatures = [
  "calt",
  "ccmp",
  "fina",
  "init",
  "isol",
  "kern",
  "liga",
  "locl",
  "mark",
  "medi",
  "mkmk",
  "rlig",
  "tnum",
];

const variable = await readFile(source("fonts/webfonts/Vazirmatn%5Bwght%5D.woff2"));
const text = await subsetFont(variable, letters, {
  targetFormat: "woff2",
  keepFeatures,
  variationAxes: { wght: { min: 400, max: 700, default: 400 } },
});
await writeFile(target("vazirmatn"), text);

for (const [name, weight] of [
  ["Regular", 400],
  ["Medium", 500],
  ["Bold", 700],
] as const) {
  const cut = await readFile(
    source(`misc/UI-Farsi-Digits/fonts/webfonts/Vazirmatn-UI-FD-${name}.woff2`),
  );
  const digits = await subsetFont(cut, range(0x30, 0x39), {
    targetFormat: "woff2",
    keepFeatures: ["tnum"],
  });
  await writeFile(target(`digits-${weight}`), digits);
}
