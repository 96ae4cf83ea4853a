/** The steps of the walk, and how one of them fails. */

export const walkSteps = [
  "prepare the phone",
  "issue a card token",
  "register the phone",
  "activate the card token",
  "take a code offline",
  "pay in the shop",
  "repeat the payment's reference",
  "pay again with the same code",
  "sign the teller in",
  "issue an account/gateway token",
  "activate the account/gateway token",
  "sign in before linking",
  "link login and account",
  "let a supervisor approve the account",
  "sign in to the internet bank",
  "transfer money",
  "transfer again with the same code",
  "delete the card token",
  "clean up",
] as const;
export type WalkStep = (typeof walkSteps)[number];

/** Something did not come as it must. */
export class WalkFailure extends Error {
  override readonly name = "WalkFailure";
  readonly code = "walk_failed";
}

/** Nothing is wrong, but this customer cannot walk today. */
export class OtherCustomerNeeded extends Error {
  override readonly name = "OtherCustomerNeeded";
  readonly code = "other_customer_needed";
}

export function expectThat(condition: boolean, sentence: string): asserts condition {
  if (!condition) throw new WalkFailure(sentence);
}
