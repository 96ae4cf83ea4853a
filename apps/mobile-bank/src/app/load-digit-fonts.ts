/** The weights a code and its sheet are written in: they come before they are needed, or the code is drawn in other digits first. */
export function loadDigitFonts(): void {
  const families = getComputedStyle(document.documentElement).getPropertyValue("--font");
  for (const weight of [400, 500, 700]) {
    // A font that does not come leaves digits that can be read.
    document.fonts.load(`${weight} 1em ${families}`, "0").catch(() => undefined);
  }
}
