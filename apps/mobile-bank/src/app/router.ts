/** Which page is open. Addresses name pages and never anybody's data, so that history and logs hold none. */
import { signal, type ReadonlySignal } from "@preact/signals";

export const pages = [
  "/",
  "/home",
  "/ramznama/cards",
  "/ramznama/accounts",
  "/ramznama/cards/new",
  "/ramznama/accounts/new",
  "/settings",
] as const;

export type Page = (typeof pages)[number];

export interface Router {
  readonly page: ReadonlySignal<Page>;
  /** A new entry in the browser's history. */
  go(page: Page): void;
  /** In the place of the page that is open: tabs, and pages that are done. */
  replace(page: Page): void;
  /** To where one came from; to `otherwise` when this is the first page of the visit. */
  back(otherwise: Page): void;
}

export function createRouter(): Router {
  const page = signal(pageOf(location.pathname));
  let depth = 0;
  addEventListener("popstate", ({ state }: PopStateEvent) => {
    depth = typeof state === "number" ? state : 0;
    page.value = pageOf(location.pathname);
    scrollTo(0, 0);
  });
  function go(next: Page): void {
    depth += 1;
    history.pushState(depth, "", next);
    page.value = next;
    scrollTo(0, 0);
  }
  function replace(next: Page): void {
    history.replaceState(depth, "", next);
    page.value = next;
  }
  return {
    page,
    go,
    replace,
    back: (otherwise) => {
      if (depth > 0) history.back();
      else replace(otherwise);
    },
  };
}

function pageOf(path: string): Page {
  return pages.find((page) => page === path) ?? "/";
}
