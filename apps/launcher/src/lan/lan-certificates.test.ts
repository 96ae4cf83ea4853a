import { X509Certificate } from "node:crypto";
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { judge } from "../testing/judge-certificate.ts";
import { issueAuthority, issueServerCertificate } from "./issue-certificate.ts";
import { loadLanCertificates, type LanCertificates } from "./lan-certificates.ts";

const names = { addresses: ["192.168.7.7", "fd00::7"], hostName: "laptop.local" };
const dayMilliseconds = 86_400_000;
const start = new Date();
const later = (days: number) => new Date(start.getTime() + days * dayMilliseconds);

let root: string;
let folder: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "ramznama-lan-"));
  folder = join(root, "lan");
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

const loadAt = (now = start, wanted = names): Promise<LanCertificates> =>
  loadLanCertificates(folder, wanted, "laptop", now);
const pemOf = ({ authority }: LanCertificates) => authority.toString();

describe("the certificates of the local network", () => {
  test("hold before whoever trusts the authority, under every name and no other", async () => {
    const made = await loadAt();
    for (const host of [...names.addresses, names.hostName])
      expect(await judge(made.server, [pemOf(made)], host)).toBe("trusted");
    for (const host of ["192.168.7.8", "other.local"])
      expect(await judge(made.server, [pemOf(made)], host)).toBe("ERR_TLS_CERT_ALTNAME_INVALID");
  });

  test("are refused by whoever does not trust this authority", async () => {
    const { server } = await loadAt();
    const other = await issueAuthority("laptop", start);
    for (const trusted of [[], [other.certificate]])
      expect(await judge(server, trusted, "192.168.7.7")).not.toBe("trusted");
  });

  test.each(["bank.example", "local.example", "notlocal", "8.8.8.8", "172.32.0.1", "2001:db8::1"])(
    "of a stolen authority key vouch for nothing on the internet (%s)",
    async (name) => {
      const authority = await issueAuthority("laptop", start);
      const forged = await issueServerCertificate(authority, [name], start);
      expect(await judge(forged, [authority.certificate], name)).toBe(
        "permitted subtree violation",
      );
      const among = await issueServerCertificate(authority, ["laptop.local", name], start);
      expect(await judge(among, [authority.certificate], "laptop.local")).toBe(
        "permitted subtree violation",
      );
    },
  );

  test("last ten years for the authority, at most 397 days for the machine", async () => {
    const { authority, server } = await loadAt();
    const daysOf = ({ validFromDate, validToDate }: X509Certificate) =>
      (validToDate.getTime() - validFromDate.getTime()) / dayMilliseconds;
    expect([daysOf(authority), daysOf(new X509Certificate(server.certificate))]).toEqual([
      3650, 397,
    ]);
    expect(authority.ca).toBe(true);
  });

  test("are kept over restarts while names and time allow", async () => {
    const first = await loadAt();
    const second = await loadAt(later(300));
    expect(pemOf(second)).toBe(pemOf(first));
    expect(second.server).toEqual(first.server);
  });

  test.each([
    ["the addresses changed", start, { ...names, addresses: ["10.0.0.3"] }],
    ["the machine has another name", start, { ...names, hostName: "desk.local" }],
    ["the end is near", later(370), names],
  ])("are made anew for the machine alone when %s", async (_, now, wanted) => {
    const first = await loadAt();
    const second = await loadAt(now, wanted);
    expect(pemOf(second)).toBe(pemOf(first));
    expect(second.server).not.toEqual(first.server);
    const issued = new X509Certificate(second.server.certificate);
    expect(issued.verify(first.authority.publicKey)).toBe(true);
    expect(issued.checkIP(wanted.addresses[0] ?? "")).toBe(wanted.addresses[0]);
  });

  test("are made anew for the machine when the authority was", async () => {
    const first = await loadAt();
    rmSync(join(folder, "authority.pem"));
    const second = await loadAt();
    expect(pemOf(second)).not.toBe(pemOf(first));
    expect(await judge(second.server, [pemOf(second)], "192.168.7.7")).toBe("trusted");
  });

  test("lie in files for one user alone, also after a restored backup lost the modes", async () => {
    await loadAt();
    chmodSync(folder, 0o755);
    chmodSync(join(folder, "authority.pem"), 0o644);
    const { authorityFile } = await loadAt();
    const modes = readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777);
    expect([statSync(folder).mode & 0o777, modes]).toEqual([0o700, [0o600, 0o600, 0o600]]);
    expect(readFileSync(authorityFile, "utf8")).not.toContain("PRIVATE");
  });

  test.each(["", "nonsense", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])(
    "that are damaged are named in one sentence, and nothing is overwritten",
    async (text) => {
      await loadAt();
      const path = join(folder, "authority.pem");
      writeFileSync(path, text);
      await expect(loadAt()).rejects.toThrow(`The certificate file ${path} is damaged: delete it`);
      expect(readFileSync(path, "utf8")).toBe(text);
    },
  );
});
