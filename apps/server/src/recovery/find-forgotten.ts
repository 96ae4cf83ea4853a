/** Goes through what the database forgot, does again what may be done again, and keeps the rest for the report. */
import type { Tx } from "../platform/database.ts";
import { applyAgain } from "./apply-again.ts";
import { loadChangedSince } from "./changes.ts";
import { decideFinding, type FindingDecision } from "./decide-finding.ts";
import { loadKnownState } from "./known-state.ts";
import { isLater, type NotedChange } from "./lifecycle-change.ts";

interface Recovery {
  readonly generation: string;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
  /** Whether acts that take something away are done again. */
  readonly applies: boolean;
}

export const dealWithForgotten = async (
  tx: Tx,
  missing: readonly NotedChange[],
  recovery: Recovery,
): Promise<void> => {
  const forgotten = await judgeForgotten(tx, missing);
  const judged = new Set(forgotten.map(({ noted }) => noted));
  for (const noted of missing.filter((one) => !judged.has(one))) {
    // A later change of the same thing says what became of it.
    await saveFinding(tx, noted, recovery, { finding: "same", act: "nothing" });
  }
  for (const { noted, decision } of forgotten) {
    if (decision.act === "apply" && isDoneAgain(noted, recovery)) {
      await applyAgain(tx, noted.change, recovery.now);
    }
    await saveFinding(tx, noted, recovery, decision);
  }
};

interface Forgotten {
  readonly noted: NotedChange;
  readonly decision: FindingDecision;
}

/** The last change of each thing, with what is to become of it; changes nothing. */
export const judgeForgotten = async (
  tx: Tx,
  missing: readonly NotedChange[],
): Promise<readonly Forgotten[]> => {
  const last = lastOfEach(missing);
  const changedSince = await loadChangedSince(tx, last);
  const forgotten: Forgotten[] = [];
  for (const noted of last) {
    const known = {
      state: await loadKnownState(tx, noted.change),
      changedSince: changedSince.has(noted.entity),
    };
    forgotten.push({ noted, decision: decideFinding(noted.change, known) });
  }
  return forgotten;
};

/** In the order of their happening, which is also the order of the rows' locks where it matters: ids only rise. */
const lastOfEach = (changes: readonly NotedChange[]): readonly NotedChange[] => {
  const last = new Map<string, NotedChange>();
  for (const change of changes) {
    const other = last.get(change.entity);
    if (other === undefined || isLater(change, other)) last.set(change.entity, change);
  }
  return [...last.values()].sort((one, other) => (isLater(one, other) ? 1 : -1));
};

/** Whoever wants the earlier state back wants no code accepted twice. */
const isDoneAgain = ({ change }: NotedChange, { applies }: Recovery): boolean =>
  applies || change.kind === "counter";

const standings = { apply: "applied", open: "open", nothing: "nothing" } as const;

const saveFinding = async (
  tx: Tx,
  noted: NotedChange,
  recovery: Recovery,
  { finding, act }: FindingDecision,
): Promise<void> => {
  const { generation, n, at, entity, change } = noted;
  const standing = act === "apply" && !isDoneAgain(noted, recovery) ? "left" : standings[act];
  await tx
    .insertInto("recovery_findings")
    .values({
      generation,
      n,
      found_in: recovery.generation,
      at: new Date(at),
      entity,
      change,
      finding,
      standing,
      done_at: null,
    })
    .execute();
};
