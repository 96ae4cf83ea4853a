/** Pages of a list in their order, each asked for by what the one before names as the next. */
import type { Answer } from "./bank-client.ts";

export interface Paged {
  readonly next: string | null;
}

/** As many as are wanted and the list has, after those that are `known`; none at all where one of them is refused. */
export async function askPages<Value extends Paged>(
  ask: (after: string | undefined) => Promise<Answer<Value>>,
  count: number,
  known: readonly Value[] = [],
): Promise<Answer<readonly Value[]>> {
  const pages = [...known];
  while (pages.length < count) {
    const after = pages.at(-1)?.next;
    if (after === null) break;
    const answer = await ask(after);
    if (!answer.ok) return answer;
    pages.push(answer.value);
  }
  return { ok: true, value: pages };
}
