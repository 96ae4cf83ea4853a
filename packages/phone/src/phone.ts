/** The phone as a library: what a customer can do with Ramznama, over ports that the program gives it. */
import { jwkThumbprint, type ActivationPlatform, type PublicJwk } from "@ramznama/activation";
import {
  activate,
  resumeActivations,
  type ActivationOutcome,
  type ActivationRefusedHere,
} from "./activate.ts";
import { connect } from "./connect.ts";
import { declareCode, type CodeDeclared } from "./declare-code.ts";
import { deleteAllTokens, deleteToken, type Deleted } from "./delete-token.ts";
import type { ServerToken } from "./device-answers.ts";
import { createDeviceClient } from "./device-client.ts";
import type { DeviceKeyStore } from "./device-key-store.ts";
import type { PhoneContext } from "./phone-context.ts";
import type { PhonePlatform } from "./phone-platform.ts";
import type { notRegistered, Online } from "./phone-refusal.ts";
import {
  confirmRegistration,
  loadRegistration,
  startRegistration,
  type RegistrationConfirmed,
  type RegistrationStarted,
  type TypedPerson,
} from "./register.ts";
import type { RegistrationRecord } from "./registration-record.ts";
import { askServerTokens } from "./server-tokens.ts";
import { showCode, type CodeKeys, type ShownCode } from "./show-code.ts";
import { listTokens, type PhoneToken } from "./tokens.ts";
import type { TypedActivation } from "./typed-activation.ts";
import type { Vault } from "./vault.ts";

export interface PhoneOptions {
  readonly platform: PhonePlatform;
  /** Address of the server's public listener. */
  readonly server: string;
  readonly timeoutMilliseconds?: number;
  /** Compiled into the app. */
  readonly releaseKey: PublicJwk;
  readonly cardPrefix?: string;
  readonly activationPlatform: ActivationPlatform;
  /** Unlocked. */
  readonly vault: Vault;
  readonly keys: DeviceKeyStore;
}

export interface Phone {
  registration(): Promise<RegistrationRecord | undefined>;
  startRegistration(person: TypedPerson): Promise<RegistrationStarted>;
  confirmRegistration(typedCode: string): Promise<RegistrationConfirmed>;
  activate(typed: TypedActivation): Promise<ActivationOutcome | ActivationRefusedHere>;
  /** Goes on with what was interrupted; nothing is done without network. */
  resume(): Promise<readonly ActivationOutcome[]>;
  tokens(): Promise<readonly PhoneToken[]>;
  serverTokens(): Promise<Online<readonly ServerToken[]> | typeof notRegistered>;
  /** RFC 7638, of the device key; undefined while there is none. */
  deviceThumbprint(): Promise<string | undefined>;
  /** Needs no network. */
  code(id: string): Promise<ShownCode>;
  /** To be called after a code is shown, where there may be a network: tells the bank of its second if it must be told. */
  declareCode(id: string, second: number): Promise<CodeDeclared>;
  deleteToken(id: string): Promise<Deleted>;
  deleteAllTokens(): Promise<Deleted>;
  /** Pins, signed time and what the server has not been told of yet. */
  synchronise(): Promise<Online<true>>;
}

export function createPhone(options: PhoneOptions): Phone {
  const context = createContext(options);
  const codeKeys: CodeKeys = new Map();
  return {
    registration: () => loadRegistration(context),
    startRegistration: (person) => startRegistration(context, person),
    confirmRegistration: (typedCode) => confirmRegistration(context, typedCode),
    activate: (typed) => activate(context, typed),
    resume: () => resumeActivations(context),
    tokens: () => listTokens(context),
    serverTokens: () => askServerTokens(context),
    deviceThumbprint: async () => {
      const key = await context.keys.load();
      return key && jwkThumbprint(context.platform, key.publicJwk);
    },
    code: (id) => showCode(context, codeKeys, id),
    declareCode: (id, second) => declareCode(context, id, second),
    deleteToken: (id) => {
      codeKeys.delete(id);
      return deleteToken(context, id);
    },
    deleteAllTokens: () => {
      codeKeys.clear();
      return deleteAllTokens(context);
    },
    synchronise: async () => {
      const connection = await connect(context);
      return connection.ok ? { ok: true, value: true } : connection;
    },
  };
}

function createContext(options: PhoneOptions): PhoneContext {
  const { platform, server, timeoutMilliseconds, releaseKey, vault, keys } = options;
  const client = createDeviceClient(platform, {
    server,
    ...(timeoutMilliseconds === undefined ? {} : { timeoutMilliseconds }),
  });
  const { activationPlatform, cardPrefix = "628023" } = options;
  return { platform, client, vault, keys, releaseKey, cardPrefix, activationPlatform };
}
