// X.509 certificates (RFC 5280): an authority that may vouch for the local network alone, and the
// certificate of this machine that it signs. ECDSA P-256, by @peculiar/x509 over WebCrypto.

// x509 is put together by tsyringe, which asks for this.
import "reflect-metadata";
import { webcrypto } from "node:crypto";
import { isIP } from "node:net";
import { AsnConvert } from "@peculiar/asn1-schema";
import {
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  id_ce_nameConstraints,
  NameConstraints,
} from "@peculiar/asn1-x509";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  cryptoProvider,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";
import { localDomain, privateRanges } from "./lan-names.ts";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const dayMilliseconds = 86_400_000;
const authorityDays = 3650;
// Browsers refuse more than 398 days of a server's certificate.
const serverDays = 397;

cryptoProvider.set(webcrypto);

/** PEM, both. */
export interface Credential {
  readonly key: string;
  readonly certificate: string;
}

export async function issueAuthority(machineName: string, now: Date): Promise<Credential> {
  const keys = await makeKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    keys,
    name: [{ CN: [`Ramznama sandbox on ${machineName}`] }, { O: ["Ramznama sandbox"] }],
    signingAlgorithm: algorithm,
    ...validity(now, authorityDays),
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      nameConstraints(),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { key: await exportKey(keys.privateKey), certificate: certificate.toString("pem") };
}

/** `names`: addresses and domain names, each in the alternative name of its kind. */
export async function issueServerCertificate(
  authority: Credential,
  names: readonly string[],
  now: Date,
): Promise<Credential> {
  const keys = await makeKeys();
  const issuer = new X509Certificate(authority.certificate);
  const certificate = await X509CertificateGenerator.create({
    publicKey: keys.publicKey,
    signingKey: await importKey(authority.key),
    signingAlgorithm: algorithm,
    issuer: issuer.subjectName,
    subject: [{ CN: ["Ramznama sandbox"] }],
    ...validity(now, serverDays),
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(
        names.map((value) => ({ type: isIP(value) === 0 ? "dns" : "ip", value })),
      ),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(issuer),
    ],
  });
  return { key: await exportKey(keys.privateKey), certificate: certificate.toString("pem") };
}

// RFC 5280 section 4.2.1.10. Both kinds of names are bounded: a kind that is not named would be free.
function nameConstraints(): Extension {
  const permitted = [
    new GeneralName({ dNSName: localDomain }),
    ...privateRanges.map((iPAddress) => new GeneralName({ iPAddress })),
  ];
  const permittedSubtrees = new GeneralSubtrees(
    permitted.map((base) => new GeneralSubtree({ base })),
  );
  const value = AsnConvert.serialize(new NameConstraints({ permittedSubtrees }));
  return new Extension(id_ce_nameConstraints, true, value);
}

// An hour back, for phones whose clock is a little behind; the hour is part of the days.
function validity(now: Date, days: number) {
  const notBefore = new Date(now.getTime() - 3_600_000);
  return { notBefore, notAfter: new Date(notBefore.getTime() + days * dayMilliseconds) };
}

function makeKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
}

async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  return PemConverter.encode(await webcrypto.subtle.exportKey("pkcs8", key), "PRIVATE KEY");
}

function importKey(pem: string): Promise<webcrypto.CryptoKey> {
  const [der = new ArrayBuffer(0)] = PemConverter.decode(pem);
  return webcrypto.subtle.importKey("pkcs8", der, algorithm, false, ["sign"]);
}
