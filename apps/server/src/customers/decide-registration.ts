/** What a typed registration code leads to (protocol.md, "Registration on the device"; S25). */

export interface RegistrationState {
  readonly expiresAt: Date;
  readonly wrongAttempts: number;
  readonly confirmed: boolean;
  /** Compared in constant time by the shell; never true for a person core banking does not know. */
  readonly codeMatches: boolean;
  /** The code that is asked for is the first of two (decide-code-sending.ts). */
  readonly secondDue: boolean;
  /** The customer's live device, when it is another one than this. */
  readonly otherDevice: { readonly hasLiveTokens: boolean } | null;
  /** The key was registered before, for whomever, and has ended. */
  readonly keyUsedBefore: boolean;
}

export type RegistrationOutcome =
  | { readonly kind: "register"; readonly replacesDevice: boolean }
  | { readonly kind: "repeat" }
  | { readonly kind: "count-wrong" }
  /** Answered as a wrong code is, and counted as one: a guesser does not learn that half is done. */
  | { readonly kind: "go-on-to-second" }
  | {
      readonly kind: "refuse";
      readonly reason:
        | "registration_expired"
        | "registration_code_locked"
        | "device_already_registered"
        | "device_key_used";
    };

export const decideRegistration = (
  state: RegistrationState,
  wrongCodes: number,
  now: number,
): RegistrationOutcome => {
  // The answer to a right code may have been lost on the way: the same code gets it again.
  if (state.confirmed) return { kind: state.codeMatches ? "repeat" : "count-wrong" };
  if (now >= state.expiresAt.getTime()) return { kind: "refuse", reason: "registration_expired" };
  if (state.wrongAttempts >= wrongCodes) {
    return { kind: "refuse", reason: "registration_code_locked" };
  }
  if (!state.codeMatches) return { kind: "count-wrong" };
  if (state.secondDue) return { kind: "go-on-to-second" };
  // S25, and only after the right code: whether somebody has a device is not for strangers.
  if (state.otherDevice?.hasLiveTokens === true) {
    return { kind: "refuse", reason: "device_already_registered" };
  }
  if (state.keyUsedBefore) return { kind: "refuse", reason: "device_key_used" };
  return { kind: "register", replacesDevice: state.otherDevice !== null };
};
