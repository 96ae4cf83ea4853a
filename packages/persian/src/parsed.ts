/** The answer of every parser here: the typed value, or why the text is refused. */
export type Parsed<Value, Reason extends string> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly reason: Reason };
