/** What axe-core has to complain about on the screen that is open (WCAG 2.2 A and AA), in the light and in the dark. */
import axe from "axe-core";
import type { Page } from "playwright-core";

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

export const findViolations = async (page: Page): Promise<readonly string[]> => {
  // Evaluated by the browser's tools, so that the page's own policy stays as strict as it is.
  await page.evaluate(`if (!globalThis.axe) { ${axe.source} }`);
  const found: string[] = [];
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme });
    found.push(...(await judge(page)).map((text) => `${colorScheme}: ${text}`));
  }
  return found;
};

const judge = async (page: Page): Promise<readonly string[]> => {
  const { violations } = await page.evaluate<AxeResults>(
    "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })",
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary = "" }) => `${id}: ${html} ${failureSummary}`),
  );
};
