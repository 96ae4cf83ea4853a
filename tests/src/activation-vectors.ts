/** The language-neutral vectors of vectors/activation, as far as a page is asked about them. */
import { readFile } from "node:fs/promises";
import type {
  ActivationEntry,
  ActivationReply,
  PendingActivation,
  Person,
  PublicJwk,
  SealedRequest,
  TokenProfile,
  UnixMilliseconds,
} from "@ramznama/activation";

export interface ActivationVector {
  readonly name: string;
  readonly given: {
    readonly serverKey: { readonly k: string; readonly secretKey: string };
    readonly devicePublicKey: PublicJwk;
    readonly entry: ActivationEntry;
    readonly activationId: string;
    readonly profile: TokenProfile;
    readonly serverTime: UnixMilliseconds;
    readonly maskedSubject: string;
    readonly random: Readonly<Record<"skE" | "enc" | "r" | "encE", string>>;
  };
  readonly between: { readonly codeKey: string };
  readonly wire: {
    readonly request: SealedRequest;
    readonly reply: ActivationReply;
    readonly confirmation: { readonly confirmation: string };
    readonly refusalTags: Readonly<Record<string, string>>;
  };
  readonly stored: { readonly pending: PendingActivation };
}

interface Expected {
  readonly name: string;
  readonly expected: string;
}

export interface RefusedVectors {
  readonly requests: readonly (Expected & { readonly request: unknown })[];
  readonly replies: readonly (Expected & { readonly reply: unknown })[];
  readonly refusals: readonly {
    readonly name: string;
    readonly code: string;
    readonly tagOf?: string;
    readonly tagged: boolean;
  }[];
}

type SignedCase = Expected & { readonly jws: string };

export interface SignedVectors {
  readonly releaseKey: PublicJwk;
  readonly serverKeyLists: readonly SignedCase[];
  readonly signedTimes: { readonly nonce: string; readonly cases: readonly SignedCase[] };
  readonly proofs: {
    readonly htm: string;
    readonly htu: string;
    readonly body: string;
    readonly cases: readonly SignedCase[];
  };
}

export interface RegistrationVectors {
  readonly given: {
    readonly serverKey: { readonly k: string; readonly secretKey: string };
    readonly devicePublicKey: PublicJwk;
    readonly person: Person;
    readonly registration: { readonly registrationId: string; readonly code: string };
  };
  readonly calls: readonly { readonly random: string; readonly wire: SealedRequest }[];
}

interface VectorFiles {
  readonly activation: { readonly cases: readonly ActivationVector[] };
  readonly "activation-refused": RefusedVectors;
  readonly signed: SignedVectors;
  readonly registration: RegistrationVectors;
}

/** The files are the project's own; packages/activation shows that they hold what is said here. */
export const readVectors = async <Name extends keyof VectorFiles>(
  name: Name,
): Promise<VectorFiles[Name]> => {
  const path = new URL(`../../vectors/activation/${name}.json`, import.meta.url);
  return JSON.parse(await readFile(path, "utf8")) as VectorFiles[Name];
};
