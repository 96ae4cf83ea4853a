/** The two sections of Ramznama (S8), as the protocol calls their tokens. */
export type Section = "card" | "account-gateway";
