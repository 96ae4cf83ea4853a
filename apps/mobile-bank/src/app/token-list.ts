/** What the open Ramznama shows: its tokens, the registration, and what the bank said about either. */
import { signal, type ReadonlySignal } from "@preact/signals";
import type {
  ActivationOutcome,
  ActivationRefusedHere,
  DeviceProblem,
  PhoneToken,
  RegistrationRecord,
} from "@ramznama/phone";
import { forgetDrafts } from "./forget-drafts.ts";
import type { OpenPhone } from "./session.ts";

export interface TokenList {
  /** Undefined until they are read. */
  readonly tokens: ReadonlySignal<readonly PhoneToken[] | undefined>;
  readonly registration: ReadonlySignal<RegistrationRecord | undefined>;
  /** The bank has ended this device (S25): released, or another one was registered. */
  readonly isDeviceEnded: ReadonlySignal<boolean>;
  /** This device has lost its key; what the vault holds still makes codes. */
  readonly isKeyGone: ReadonlySignal<boolean>;
  /** RFC 7638, of the device key. */
  readonly thumbprint: ReadonlySignal<string | undefined>;
  /** Why an activation that had waited for its answer came to nothing, by the problem's code. */
  readonly refusedCode: ReadonlySignal<string | undefined>;
  /** What the bank said instead of an answer to an activation that goes on waiting. */
  readonly waitingProblem: ReadonlySignal<DeviceProblem | undefined>;
  /** What came of an activation that stands in the list. */
  hear(outcome: ActivationOutcome | ActivationRefusedHere): void;
  refresh(): Promise<void>;
  /** Goes on with what was interrupted and asks the bank what it knows. Without network nothing changes. */
  synchronise(): Promise<void>;
  dismissRefusal(): void;
}

export function createTokenList(
  { phone, vault }: OpenPhone,
  fail: (error: unknown) => void,
): TokenList {
  const tokens = signal<readonly PhoneToken[] | undefined>(undefined);
  const registration = signal<RegistrationRecord | undefined>(undefined);
  const isDeviceEnded = signal(false);
  const isKeyGone = signal(false);
  const thumbprint = signal<string | undefined>(undefined);
  const refusedCode = signal<string | undefined>(undefined);
  const waitingProblem = signal<DeviceProblem | undefined>(undefined);

  function hear(outcome: ActivationOutcome | ActivationRefusedHere): void {
    if (outcome.ok) return;
    if (outcome.reason === "refused") refusedCode.value = outcome.code;
    if (outcome.reason === "waiting") waitingProblem.value = outcome.problem;
  }

  async function read(): Promise<void> {
    registration.value = await phone.registration();
    thumbprint.value = await phone.deviceThumbprint();
    const known = await phone.tokens();
    const state = registration.value?.state;
    isKeyGone.value =
      state !== undefined &&
      known.length > 0 &&
      (thumbprint.value === undefined || state !== "registered");
    const there = known.filter(({ state: reached }) => reached !== "pending");
    await forgetDrafts(
      vault,
      there.map(({ serial }) => serial),
    );
    if (there.length === known.length) waitingProblem.value = undefined;
    tokens.value = known;
  }

  async function askBank(): Promise<void> {
    if (registration.value?.state !== "registered") return;
    for (const outcome of await phone.resume()) hear(outcome);
    if (!(await phone.synchronise()).ok) return;
    const known = await phone.serverTokens();
    if (known.ok) isDeviceEnded.value = false;
    else if (known.reason === "problem") {
      isDeviceEnded.value = known.problem.code === "device_not_registered";
    }
  }

  return {
    tokens,
    registration,
    isDeviceEnded,
    isKeyGone,
    thumbprint,
    refusedCode,
    waitingProblem,
    hear,
    refresh: () => read().catch(fail),
    synchronise: () => read().then(askBank).then(read).catch(fail),
    dismissRefusal: () => (refusedCode.value = undefined),
  };
}
