/** How the phone talks with people: lines out, questions in, passwords without echo. */
import { createInterface, type Interface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";

export interface Terminal {
  /** Somebody sits there and can be asked again. */
  readonly interactive: boolean;
  say(line: string): void;
  complain(line: string): void;
  /** Undefined when the input has ended. */
  ask(question: string): Promise<string | undefined>;
  askSecret(question: string): Promise<string | undefined>;
  close(): void;
}

/** Lines of one paste come together; nobody types the next line this fast. */
const pasteMilliseconds = 40;

export function openTerminal(input = process.stdin, output = process.stderr): Terminal {
  const interactive = input.isTTY && output.isTTY;
  let lines: Lines | undefined;
  return {
    interactive,
    say: (line) => process.stdout.write(`${line}\n`),
    complain: (line) => output.write(`${line}\n`),
    ask: (question) => {
      lines ??= readLines(input, interactive);
      output.write(`${question} `);
      return lines.next();
    },
    askSecret: (question) => {
      if (interactive) {
        lines?.close();
        lines = undefined;
        return readSecret(input, output, question);
      }
      lines ??= readLines(input, interactive);
      return lines.next();
    },
    close: () => {
      lines?.close();
    },
  };
}

interface Lines {
  next(): Promise<string | undefined>;
  close(): void;
}

function readLines(input: NodeJS.ReadStream, interactive: boolean): Lines {
  const reader: Interface = createInterface({ input });
  const waiting: string[] = [];
  let ended = false;
  let wake = (): void => undefined;
  reader.on("line", (line) => {
    waiting.push(line);
    wake();
  });
  reader.on("close", () => {
    ended = true;
    wake();
  });
  return {
    next: async () => {
      while (waiting.length === 0 && !ended) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (!interactive) return waiting.shift();
      // A pasted SMS has several lines and is one answer.
      await pause(pasteMilliseconds);
      return waiting.length === 0 ? undefined : waiting.splice(0).join("\n");
    },
    close: () => {
      reader.close();
    },
  };
}

const enter = /[\r\n]/;
const interrupt = "\u0003";
const endOfInput = "\u0004";
const backspace = /[\u0008\u007f]/;

function readSecret(
  input: NodeJS.ReadStream,
  output: NodeJS.WriteStream,
  question: string,
): Promise<string | undefined> {
  output.write(`${question} `);
  input.setRawMode(true);
  input.resume();
  input.setEncoding("utf8");
  let typed: string[] = [];
  return new Promise((resolve) => {
    const finish = (answer: string | undefined): void => {
      input.off("data", take);
      input.setRawMode(false);
      input.pause();
      output.write("\n");
      resolve(answer);
    };
    const take = (chunk: string): void => {
      for (const character of chunk) {
        if (enter.test(character)) {
          finish(typed.join(""));
          return;
        }
        if (character === interrupt || (character === endOfInput && typed.length === 0)) {
          finish(undefined);
          return;
        }
        typed = backspace.test(character) ? typed.slice(0, -1) : [...typed, character];
      }
    };
    input.on("data", take);
  });
}
