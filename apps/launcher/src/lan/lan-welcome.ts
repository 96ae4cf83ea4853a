// What is said when the local network may come in.

import { isIPv6 } from "node:net";
import type { LanPlan } from "../child-environment.ts";
import { authorityPath } from "./authority-download.ts";
import { hostsOf } from "./lan-names.ts";
import type { OpenLan } from "./open-lan.ts";

export function lanWelcome(lan: OpenLan, { names, ports }: LanPlan): string {
  const [address = ""] = names.addresses;
  const host = isIPv6(address) ? `[${address}]` : address;
  const list = (port: number) =>
    hostsOf(names)
      .map((one) => `    https://${one}:${port}/`)
      .join("\n");
  return `
On the local network, for a real phone (everybody on this network can open these):

  the mobile bank
${list(ports.public)}
  the street: ATM, inbox, shop, internet bank
${list(ports.sandbox)}

Before the first time, the phone must trust this machine's certificate:

  http://${host}:${ports.authority}${authorityPath}
  SHA-256 ${lan.authority.fingerprint256}

  1. Open that address on the phone and compare the fingerprint in the certificate's details: plain HTTP can be tampered with.
  2. Android: Settings > Security > Encryption & credentials > Install a certificate > CA certificate.
  3. iOS: Settings > Profile downloaded > Install; then General > About > Certificate Trust Settings > switch it on.

  Remove it when you are done: Android, Trusted credentials > User; iOS, General > VPN & Device Management.
  It can vouch for private addresses and names under .local only. Its key is in the data folder; --fresh makes another.

  The branch console and its sign-in work on this machine only. The server's internal door is not on the network.
`;
}
