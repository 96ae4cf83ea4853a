/** A terminal whose person answers from a list; what was said is kept. */
import type { Terminal } from "../cli/terminal.ts";

export interface ScriptedTerminal extends Terminal {
  readonly said: string[];
  readonly complaints: string[];
}

export function createScriptedTerminal(
  answers: readonly string[] = [],
  interactive = false,
): ScriptedTerminal {
  const left = [...answers];
  const said: string[] = [];
  const complaints: string[] = [];
  const next = () => Promise.resolve(left.shift());
  return {
    interactive,
    said,
    complaints,
    say: (line) => {
      said.push(line);
    },
    complain: (line) => {
      complaints.push(line);
    },
    ask: next,
    askSecret: next,
    close: () => undefined,
  };
}
