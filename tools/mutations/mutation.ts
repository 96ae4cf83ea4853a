/** One guard, broken on purpose, and the test that must notice. */

export interface Mutation {
  /** What is broken, as a sentence about the broken program. */
  readonly name: string;
  /** R1 … R12 of the quality aims, or the statement it guards. */
  readonly aim: string;
  readonly edits: readonly Edit[];
  /** Path of the test file that must go red. */
  readonly test: string;
  /** For a smaller run of a long test. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Edit {
  readonly file: string;
  /** The guard as it stands in the source, exactly, once in the file. */
  readonly find: string;
  readonly replace: string;
}

export type Broken =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: "guard_not_found" | "guard_not_unique" | "no_change" };

/** The source without its guard; refused when the guard has moved, so that no mutation passes unnoticed. */
export function breakGuard(source: string, { find, replace }: Omit<Edit, "file">): Broken {
  if (find === replace || find === "") return { ok: false, reason: "no_change" };
  const [before, after, ...more] = source.split(find);
  if (before === undefined || after === undefined) return { ok: false, reason: "guard_not_found" };
  if (more.length > 0) return { ok: false, reason: "guard_not_unique" };
  return { ok: true, text: `${before}${replace}${after}` };
}
