/** What the vault keeps of the registration on this device (S25). */

export type RegistrationRecord =
  /** Asked for; the code comes by SMS. */
  | {
      readonly state: "asked";
      readonly registrationId: string;
      readonly nationalId: string;
      readonly expiresAt: string;
    }
  | {
      readonly state: "registered";
      readonly deviceId: string;
      readonly nationalId: string;
      readonly registeredAt: string;
    };
