/** `npm run phone -- register|activate|code|list|delete`: a phone in the terminal. */
import { runPhone } from "./cli/run-phone.ts";
import { openTerminal } from "./cli/terminal.ts";

const terminal = openTerminal();
try {
  process.exitCode = await runPhone({
    args: process.argv.slice(2),
    environment: process.env,
    terminal,
  });
} finally {
  terminal.close();
}
