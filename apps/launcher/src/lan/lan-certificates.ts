// The certificates of --lan in the data folder: the authority is made once, so that a phone trusts it
// once; this machine's certificate is made anew when its names changed or its end is near.

import { createPrivateKey, X509Certificate } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { isIPv6 } from "node:net";
import { join } from "node:path";
import { LauncherError } from "../launcher-error.ts";
import { type Credential, issueAuthority, issueServerCertificate } from "./issue-certificate.ts";
import type { LanNames } from "./lan-names.ts";

const dayMilliseconds = 86_400_000;
const renewDays = 30;

export interface LanCertificates {
  readonly authority: X509Certificate;
  /** The authority's certificate without its key, for programs on this machine. */
  readonly authorityFile: string;
  readonly server: Credential;
}

export async function loadLanCertificates(
  folder: string,
  names: LanNames,
  machineName: string,
  now: Date,
): Promise<LanCertificates> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const authority = await loadAuthority(join(folder, "authority.pem"), machineName, now);
  const authorityFile = join(folder, "ramznama-sandbox-ca.crt");
  save(authorityFile, authority.certificate);
  const server = await loadServer(join(folder, "server.pem"), authority, names, now);
  return { authority: new X509Certificate(authority.certificate), authorityFile, server };
}

async function loadAuthority(path: string, machineName: string, now: Date): Promise<Credential> {
  const kept = load(path);
  if (kept !== undefined && !endsSoon(kept, now)) return kept;
  const made = await issueAuthority(machineName, now);
  save(path, made.key, made.certificate);
  return made;
}

async function loadServer(
  path: string,
  authority: Credential,
  { addresses, hostName }: LanNames,
  now: Date,
): Promise<Credential> {
  const names = hostName === undefined ? addresses : [...addresses, hostName];
  const kept = load(path);
  if (kept !== undefined && !endsSoon(kept, now) && fits(kept, authority, names)) return kept;
  const made = await issueServerCertificate(authority, names, now);
  save(path, made.key, made.certificate);
  return made;
}

function fits(kept: Credential, authority: Credential, names: readonly string[]): boolean {
  const certificate = new X509Certificate(kept.certificate);
  const issuer = new X509Certificate(authority.certificate);
  return (
    certificate.checkIssued(issuer) &&
    certificate.verify(issuer.publicKey) &&
    namesIn(certificate).join() === names.map(plainForm).sort().join()
  );
}

function namesIn({ subjectAltName = "" }: X509Certificate): string[] {
  return subjectAltName
    .split(", ")
    .map((entry) => plainForm(entry.replace(/^(?:IP Address|DNS):/, "")))
    .sort();
}

// IPv6 has several spellings; the one of an address line is the shortest.
function plainForm(name: string): string {
  return isIPv6(name) ? new URL(`http://[${name}]/`).hostname.slice(1, -1) : name;
}

function endsSoon({ certificate }: Credential, now: Date): boolean {
  const end = new X509Certificate(certificate).validToDate.getTime();
  return end - now.getTime() < renewDays * dayMilliseconds;
}

function load(path: string): Credential | undefined {
  if (!existsSync(path)) return undefined;
  // Whoever restored a backup may have lost the mode.
  chmodSync(path, 0o600);
  const [key = "", certificate = ""] =
    readFileSync(path, "utf8").match(/-----BEGIN [^]+?-----END [A-Z ]+-----/g) ?? [];
  try {
    if (!new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key)))
      throw new Error("The key is not that of the certificate.");
    return { key, certificate };
  } catch (cause) {
    throw new LauncherError(
      "certificate_damaged",
      `The certificate file ${path} is damaged: delete it and start again; phones must then trust the new certificate.`,
      cause,
    );
  }
}

// Key and certificate in one file, replaced at once, so that they are never of two minds.
function save(path: string, ...parts: readonly string[]): void {
  writeFileSync(`${path}.new`, `${parts.join("\n")}\n`, { mode: 0o600, flush: true });
  renameSync(`${path}.new`, path);
}
