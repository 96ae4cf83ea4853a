/** What a typed registration code leads to (protocol.md, "Registration on the device"; S25). */

export interface RegistrationState {
  readonly expiresAt: Date;
  readonly wrongAttempts: number;
  readonly confirmed: boolean;
  /** Compared in constant time by the shell; never true for a person core banking does not know. */
  readonly codeMatches: boolean;
  /** The customer's live device, when it is another one than this. */
  readonly otherDevice: { readonly hasLiveTokens: boolean } | null;
  /** The key was registered before, for whomever, and has ended. */
  readonly keyUsedBefore: boolean;
}

export type RegistrationOutcome =
  | { readonly kind: "register"; readonly replacesDevice: boolean }
  | { readonly kind: "repeat" }
  | { readonly kind: "count-wrong" }
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
  // S25, and only after the right code: whether somebody has a device is not for strangers.
  if (state.otherDevice?.hasLiveTokens === true) {
    return { kind: "refuse", reason: "device_already_registered" };
  }
  if (state.keyUsedBefore) return { kind: "refuse", reason: "device_key_used" };
  return { kind: "register", replacesDevice: state.otherDevice !== null };
};
