// The launcher as `npm start` runs it, with stand-ins for the programs that it starts.

import { join } from "node:path";
import { runLauncher } from "../run-launcher.ts";

const program = join(import.meta.dirname, "stand-in-program.ts");

await runLauncher({
  sandbox: program,
  server: program,
  serverCli: join(import.meta.dirname, "stand-in-setup.ts"),
  mobileBankBuild: join(import.meta.dirname, "stand-in-build.ts"),
  branchConsoleBuild: join(import.meta.dirname, "stand-in-build.ts"),
});
