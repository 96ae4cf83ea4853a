/** One browser of the walk: the page a person has before them, and what is done on every page and state of it. */
import type { Page } from "playwright-core";
import { findViolations } from "./browser-axe.ts";

export interface Scene {
  readonly page: Page;
  /** The front page of the street. */
  readonly home: string;
  /** Called wherever there is something new to see. */
  readonly look: (name: string) => Promise<void>;
}

export type Look = (page: Page, name: string) => Promise<void>;

/** Looks with axe-core's eyes, and writes down what it finds. */
export const lookForViolations =
  (faults: string[]): Look =>
  async (page, name) => {
    for (const violation of await findViolations(page)) faults.push(`${name}: ${violation}`);
  };
