// Under which names the local network knows this machine, and which names those may be at all: the same
// list bounds what is listened on and what the certificate authority may vouch for.

import { BlockList, isIPv6 } from "node:net";
import type { NetworkInterfaceInfo } from "node:os";
import { LauncherError } from "../launcher-error.ts";

/** Ranges that the internet never routes: RFC 1918, RFC 5737 (labs use them), RFC 4193. */
export const privateRanges = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "192.0.2.0/24",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "fd00::/8",
] as const;

/** Names that only the local network resolves (RFC 6762). */
export const localDomain = "local";

export interface LanNames {
  /** At least one; IPv4 first. */
  readonly addresses: readonly string[];
  /** `<hostname>.local`, when the machine's name can be one. */
  readonly hostName: string | undefined;
}

type Interfaces = NodeJS.Dict<readonly Pick<NetworkInterfaceInfo, "address" | "internal">[]>;

/** @throws LauncherError when the machine has no private address on any network */
export function findLanNames(interfaces: Interfaces, machineName: string): LanNames {
  const outward = Object.values(interfaces).flatMap((all = []) =>
    all.filter(({ internal }) => !internal).map(({ address }) => address),
  );
  const addresses = [...new Set(outward.filter(isPrivate))].sort(
    (one, other) => Number(isIPv6(one)) - Number(isIPv6(other)),
  );
  if (addresses.length === 0) throw noAddress(outward.length > 0);
  return { addresses, hostName: hostNameFrom(machineName) };
}

/** As they stand in an address: IPv6 in brackets. */
export function hostsOf({ addresses, hostName }: LanNames): string[] {
  const hosts = addresses.map((address) => (isIPv6(address) ? `[${address}]` : address));
  return hostName === undefined ? hosts : [...hosts, hostName];
}

function isPrivate(address: string): boolean {
  return ranges.check(address, isIPv6(address) ? "ipv6" : "ipv4");
}

const ranges = new BlockList();
for (const range of privateRanges) {
  const [start = "", bits] = range.split("/");
  ranges.addSubnet(start, Number(bits), isIPv6(start) ? "ipv6" : "ipv4");
}

// Names in certificates are plain letters, digits and dashes; another name is left out, not bent.
function hostNameFrom(machineName: string): string | undefined {
  const [label = ""] = machineName.toLowerCase().split(".");
  const fits = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(label) && label !== "localhost";
  return fits ? `${label}.${localDomain}` : undefined;
}

function noAddress(hasOther: boolean): LauncherError {
  const why = hasOther
    ? "has only public addresses, where --lan would show the sandbox to strangers"
    : "is on no network";
  return new LauncherError(
    "no_lan_address",
    `This machine ${why}: connect it to a local network (Wi-Fi, cable, a phone's hotspot), or start without --lan.`,
  );
}
