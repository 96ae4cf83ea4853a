/** What the vault keeps of the registration on this device (S25). */

export type RegistrationRecord =
  /** Asked for; the code comes by SMS. */
  | {
      readonly state: "asked";
      readonly registrationId: string;
      readonly nationalId: string;
      readonly expiresAt: string;
      /**
       * The key before was lost while the bank still knew it: its tokens make codes that are accepted until this
       * registration replaces that device.
       */
      readonly keepsTokens?: true;
    }
  | {
      readonly state: "registered";
      readonly deviceId: string;
      readonly nationalId: string;
      readonly registeredAt: string;
    };
