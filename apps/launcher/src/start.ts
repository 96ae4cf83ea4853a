// `npm start`: the launcher with the real programs.

import { join, resolve } from "node:path";
import { runLauncher } from "./run-launcher.ts";

const apps = resolve(import.meta.dirname, "../..");

await runLauncher({
  sandbox: join(apps, "sandbox/src/main.ts"),
  server: join(apps, "server/src/main.ts"),
  serverCli: join(apps, "server/src/cli.ts"),
  mobileBankBuild: join(apps, "mobile-bank/build.ts"),
  branchConsoleBuild: join(apps, "branch/build.ts"),
});
