/**
 * `npm run mutations`: breaks the guard behind each aim, one at a time, in a copy of the tree, and expects the named
 * test to go red. A test that stays green would not notice if the guard were lost. `npm run mutations -- R1` runs those
 * whose aim or name contains the word.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { copyTree } from "./mutations/copy-tree.ts";
import { mutations } from "./mutations/guards.ts";
import { breakGuard, type Mutation } from "./mutations/mutation.ts";
import { runTest, type TestOutcome } from "./mutations/run-test.ts";

const root = resolve(import.meta.dirname, "..");

interface Verdict {
  readonly aim: string;
  readonly name: string;
  readonly caught: boolean;
  readonly how: string;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** A test that is red before anything is broken would catch everything. */
function assertGreen(tree: string, chosen: readonly Mutation[]): boolean {
  const runs = new Map(chosen.map((one) => [keyOf(one), one]));
  let green = true;
  for (const { test, environment } of runs.values()) {
    const outcome = runTest(tree, test, environment);
    say(`unbroken  ${test}: ${outcome.kind}`);
    if (outcome.kind === "green") continue;
    green = false;
    say(outcome.kind === "red" ? outcome.title : outcome.output);
  }
  return green;
}

function keyOf({ test, environment }: Mutation): string {
  return `${test} ${JSON.stringify(environment ?? {})}`;
}

function tryMutation(tree: string, mutation: Mutation): Verdict {
  const { aim, name } = mutation;
  const originals = new Map<string, string>();
  try {
    for (const edit of mutation.edits) {
      const path = join(tree, edit.file);
      const source = readFileSync(path, "utf8");
      if (!originals.has(path)) originals.set(path, source);
      const broken = breakGuard(source, edit);
      if (!broken.ok) return { aim, name, caught: false, how: `${edit.file}: ${broken.reason}` };
      writeFileSync(path, broken.text);
    }
    return { aim, name, ...verdictOf(runTest(tree, mutation.test, mutation.environment)) };
  } finally {
    for (const [path, source] of originals) writeFileSync(path, source);
  }
}

function verdictOf(outcome: TestOutcome): Pick<Verdict, "caught" | "how"> {
  switch (outcome.kind) {
    case "red":
      return { caught: true, how: outcome.title };
    case "green":
      return { caught: false, how: "survived: every test stayed green" };
    case "no_verdict":
      return { caught: false, how: `no verdict: ${outcome.output.trim().slice(-300)}` };
  }
}

function run(chosen: readonly Mutation[]): boolean {
  const copy = copyTree(root);
  const stop = (): never => {
    copy.remove();
    process.exit(1);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  try {
    if (!assertGreen(copy.path, chosen)) {
      say("The named tests are not green before anything is broken.");
      return false;
    }
    const verdicts: Verdict[] = [];
    for (const mutation of chosen) {
      const verdict = tryMutation(copy.path, mutation);
      verdicts.push(verdict);
      say(`${verdict.caught ? "caught  " : "SURVIVED"}  ${verdict.aim.padEnd(4)} ${verdict.name}`);
      say(`          ${" ".repeat(4)} ${verdict.how}`);
    }
    const caught = verdicts.filter((verdict) => verdict.caught).length;
    say(`${caught} of ${verdicts.length} broken guards were noticed.`);
    return caught === verdicts.length;
  } finally {
    copy.remove();
  }
}

const [word = ""] = process.argv.slice(2);
const chosen = mutations.filter(({ aim, name }) => aim === word || name.includes(word));
if (chosen.length === 0) say(`No mutation has "${word}" as its aim or in its name.`);
process.exitCode = chosen.length > 0 && run(chosen) ? 0 : 1;
