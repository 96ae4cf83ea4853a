/**
 * Tells the printer how long the strip is: a roll has a width and no length of its own, and CSS has no page that ends
 * where its content does. The rule stands in a constructed style sheet, which the strict policy of the page allows.
 */

const millimetresPerPixel = 25.4 / 96;
/** For the printer's cutter. */
const marginMillimetres = 4;

let sheet: CSSStyleSheet | undefined;

/** `paper`: millimetres. The strip is laid out at the paper's own width on the screen too. */
export function layPaper(strip: HTMLElement, paper: number): void {
  if (sheet === undefined) {
    sheet = new CSSStyleSheet();
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }
  const height = Math.ceil(strip.scrollHeight * millimetresPerPixel) + marginMillimetres;
  sheet.replaceSync(`@page { size: ${paper}mm ${height}mm; margin: 0 }`);
}
