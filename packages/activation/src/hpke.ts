/**
 * HPKE (RFC 9180) in base mode only: X-Wing (draft-connolly-cfrg-xwing-kem), HKDF-SHA256,
 * AES-256-GCM. This is the only file that touches the HPKE library.
 *
 * The library's X-Wing ignores `senderKey`, so Auth and AuthPSK would accept a forged sender; and a
 * short code must not be a PSK (RFC 9180 §9.5). Neither can be asked for here.
 * All randomness comes from the platform argument: `ekm` is the seed of X-Wing's own
 * EncapsulateDerand, 64 bytes, so giving it is the same as letting the library draw it.
 */
import { Aes256Gcm, CipherSuite, HkdfSha256 } from "@hpke/core";
import { XWing as LibraryXWing } from "@hpke/hybridkem-x-wing";
import { aeadOver } from "./aead-over.ts";
import { kdfOver } from "./kdf-over.ts";
import { kemOver, type KeyReader } from "./kem-over.ts";
import { wipe, type Bytes, type Platform, type WebCryptoKey } from "./platform.ts";

export const kemPublicKeyLength = 1216;
export const kemSecretKeyLength = 32;
export const encapsulationLength = 1120;

export interface KemKeyPair {
  /** The 32-byte seed that X-Wing calls the decapsulation key. Secret. */
  readonly secretKey: Bytes;
  readonly publicKey: Bytes;
}

export interface Sealed {
  readonly enc: Bytes;
  readonly ct: Bytes;
  /** One 32-byte secret per label asked for, in that order. */
  readonly exports: readonly Bytes[];
}

export interface Opened {
  readonly plaintext: Bytes;
  readonly exports: readonly Bytes[];
}

/** What is used of the library's own KEM besides. */
interface LibraryKeyMaker extends KeyReader {
  generateKeyPairDerand(secretKey: Uint8Array): Promise<{ readonly publicKey: WebCryptoKey }>;
  serializePublicKey(key: WebCryptoKey): Promise<ArrayBuffer>;
}

interface Suite {
  readonly kem: KeyReader;
  readonly suite: CipherSuite;
}

/** What a platform may make better than the library. */
type Makers = Pick<Platform, "xWing" | "hashes" | "aes256Gcm">;

/** Made at first use; they hold no key. */
let library: LibraryKeyMaker | undefined;
const suites = new WeakMap<Makers, Suite>();
let librarySuite: Suite | undefined;

function useSuite(platform: Makers): Suite {
  const { xWing, hashes, aes256Gcm } = platform;
  const isLibraryAlone = xWing === undefined && hashes === undefined && aes256Gcm === undefined;
  if (isLibraryAlone) return (librarySuite ??= makeSuite({}));
  const made = suites.get(platform) ?? makeSuite(platform);
  suites.set(platform, made);
  return made;
}

function makeSuite({ xWing, hashes, aes256Gcm }: Makers): Suite {
  const kem = xWing === undefined ? new LibraryXWing() : kemOver(xWing);
  const kdf = hashes === undefined ? new HkdfSha256() : kdfOver(hashes);
  const aead = aes256Gcm === undefined ? new Aes256Gcm() : aeadOver(aes256Gcm);
  return { kem, suite: new CipherSuite({ kem, kdf, aead }) };
}

function useLibrary(): LibraryKeyMaker {
  library ??= new LibraryXWing();
  return library;
}

export function generateKemKeyPair(platform: Platform): Promise<KemKeyPair> {
  return deriveKemKeyPair(platform.random(kemSecretKeyLength), platform);
}

/**
 * X-Wing GenerateKeyPairDerand. Keeps the bytes it is given as the secret key; the library gets a
 * copy with memory of its own, because it reads the whole buffer under a view.
 */
export async function deriveKemKeyPair(
  secretKey: Bytes,
  platform: Makers = {},
): Promise<KemKeyPair> {
  const { xWing } = platform;
  if (xWing !== undefined) return { secretKey, publicKey: xWing.publicKeyOf(secretKey) };
  const kem = useLibrary();
  const pair = await kem.generateKeyPairDerand(new Uint8Array(secretKey));
  return { secretKey, publicKey: new Uint8Array(await kem.serializePublicKey(pair.publicKey)) };
}

/** Undefined when the public key is none: its bytes came from the other side. */
export async function seal(
  platform: Platform,
  to: { readonly publicKey: Bytes; readonly info: Bytes },
  plaintext: Bytes,
  exportLabels: readonly string[],
): Promise<Sealed | undefined> {
  const { kem, suite } = useSuite(platform);
  const drawn = platform.random(64);
  const ekm = new Uint8Array(drawn);
  try {
    const recipientPublicKey = await kem.deserializePublicKey(to.publicKey);
    const context = await suite.createSenderContext({
      recipientPublicKey,
      info: to.info,
      // The buffer and not a view of it: the library copies views, and a copy could not be wiped.
      ekm: ekm.buffer,
    });
    const ct = new Uint8Array(await context.seal(plaintext));
    const exports = await exportSecrets(context, exportLabels);
    return { enc: new Uint8Array(context.enc), ct, exports };
  } catch {
    return undefined;
  } finally {
    wipe(drawn, ekm);
  }
}

/** Undefined when it was not sealed to this key with this info, or was altered on the way. */
export async function open(
  platform: Makers,
  from: { readonly secretKey: Bytes; readonly info: Bytes },
  sealed: { readonly enc: Bytes; readonly ct: Bytes },
  exportLabels: readonly string[],
): Promise<Opened | undefined> {
  const { kem, suite } = useSuite(platform);
  try {
    const recipientKey = await kem.deserializePrivateKey(from.secretKey);
    const context = await suite.createRecipientContext({
      recipientKey,
      info: from.info,
      enc: sealed.enc,
    });
    const plaintext = new Uint8Array(await context.open(sealed.ct));
    return { plaintext, exports: await exportSecrets(context, exportLabels) };
  } catch {
    return undefined;
  }
}

interface Exporter {
  export(label: Uint8Array, length: number): Promise<ArrayBuffer>;
}

async function exportSecrets(exporter: Exporter, labels: readonly string[]): Promise<Bytes[]> {
  const secrets: Bytes[] = [];
  for (const label of labels) {
    secrets.push(new Uint8Array(await exporter.export(new TextEncoder().encode(label), 32)));
  }
  return secrets;
}
