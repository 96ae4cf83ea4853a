// What the newcomer reads when everything runs.

import type { DataFolder } from "./data-folder.ts";
import type { Ports } from "./ports.ts";

export function welcome(data: DataFolder, ports: Ports, environment: NodeJS.ProcessEnv): string {
  const prefix = samePlace(data, ports, environment);
  const at = (port: number, path = "/") => `http://localhost:${port}${path}`;
  return `
رمزنما آماده است.
Ramznama is running. Ctrl-C stops it; the next start finds the same data.

  ${at(ports.sandbox)}        the sandbox bank: start here
  ${at(ports.sandbox, "/inbox")}   the SMS inbox of its customers
  ${at(ports.public)}        the mobile bank: open it in a browser, it is the customer's phone
  ${at(ports.internal)}        the branch console: sign in as teller, password sandbox-teller
  ${at(ports.internal, "/openapi.json")}   the doors for the bank's own systems and staff, described

Try first, in a second terminal:

  ${prefix}npm run walk

It issues a token, activates a phone with it, takes a code offline and pays with that code, once.

  data            ${data.path}
  logs            ${data.logs}
  release key     ${data.releasePublicKey} (what phones carry compiled in)
`;
}

// The other programs of the project find the system by the same two variables.
function samePlace(data: DataFolder, ports: Ports, environment: NodeJS.ProcessEnv): string {
  const base = environment["PORT_BASE"] ? `PORT_BASE=${ports.sandbox} ` : "";
  return base + (environment["RAMZNAMA_DATA"] ? `RAMZNAMA_DATA='${data.path}' ` : "");
}
