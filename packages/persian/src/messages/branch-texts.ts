/**
 * What the branch console says, screen by screen; the parts are in `branch/`. `{name}` is filled in, and a missing or
 * misspelt one does not compile. Numbers that are filled in stay Latin: the page's font draws them Persian.
 */
import { approvalTexts } from "./branch/approval-texts.ts";
import { customerTexts } from "./branch/customer-texts.ts";
import { dialogTexts } from "./branch/dialog-texts.ts";
import { findingTexts } from "./branch/finding-texts.ts";
import { frameTexts } from "./branch/frame-texts.ts";
import { watchTexts } from "./branch/watch-texts.ts";
import { fillText, type NamesIn, type ValuesFor } from "./fill-text.ts";
import type { Language, Text } from "./language.ts";

/** By call and not by value, so that a bundle that says none of it carries none of it. */
const branchTexts = () => ({
  ...frameTexts,
  ...customerTexts,
  ...dialogTexts,
  ...approvalTexts,
  ...watchTexts,
  ...findingTexts,
});

type BranchTexts = ReturnType<typeof branchTexts>;

export type BranchTextKey = keyof BranchTexts;

/** Nothing to give for a text without `{}`. */
export type BranchTextArguments<Key extends BranchTextKey> = ValuesFor<
  NamesIn<BranchTexts[Key]["fa"]>
>;

let all: BranchTexts | undefined;

export function branchText<Key extends BranchTextKey>(
  key: Key,
  language: Language,
  ...[values]: BranchTextArguments<Key>
): string {
  all ??= branchTexts();
  const text: Text = all[key];
  return fillText(text[language], values);
}

/** For tests that look at every text. */
export const branchTextKeys = (): readonly BranchTextKey[] =>
  Object.keys(branchTexts()) as readonly BranchTextKey[]; // the literals' own keys
