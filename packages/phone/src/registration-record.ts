/** What the vault keeps of the registration on this device (S25). */

export type RegistrationRecord =
  /**
   * The device key was lost while the bank still knew it, and another one may be here that the bank does not know: what
   * the vault holds makes codes that are accepted until a registration replaces that device.
   */
  | { readonly state: "key-lost"; readonly nationalId: string }
  /** Asked for; the code comes by SMS. */
  | {
      readonly state: "asked";
      readonly registrationId: string;
      readonly nationalId: string;
      readonly expiresAt: string;
      /** It was "key-lost" before, and is so again when this registration comes to nothing. */
      readonly keepsTokens?: true;
    }
  | {
      readonly state: "registered";
      readonly deviceId: string;
      readonly nationalId: string;
      readonly registeredAt: string;
    };
