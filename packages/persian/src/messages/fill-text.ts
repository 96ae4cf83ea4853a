/** Sentences with places to fill in: `{name}`; a missing or misspelt name does not compile. */

export type NamesIn<Sentence extends string> =
  Sentence extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;

/** What a sentence with these names asks for: nothing where it has none. */
export type ValuesFor<Names extends string> = [Names] extends [never]
  ? readonly []
  : readonly [values: Readonly<Record<Names, string | number>>];

export function fillText(
  sentence: string,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return sentence.replaceAll(/\{([a-zA-Z]+)\}/g, (_, name: string) => String(values[name]));
}
