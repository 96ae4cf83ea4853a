/**
 * What the mobile bank («همراه بانک») says, screen by screen; the parts are in `phone/`. The words of the bank's customer
 * guide stand as they are there. `{name}` is filled in by `phoneText`; a missing or misspelt one does not compile.
 * Numbers that are filled in stay Latin: the page's font draws them Persian.
 */

import { fillText, type NamesIn, type ValuesFor } from "./fill-text.ts";
import type { Language, Text } from "./language.ts";
import { codeTexts } from "./phone/code-texts.ts";
import { deskTexts } from "./phone/desk-texts.ts";
import { frameTexts } from "./phone/frame-texts.ts";
import { homeTexts } from "./phone/home-texts.ts";
import { registrationTexts } from "./phone/registration-texts.ts";
import { settingsTexts } from "./phone/settings-texts.ts";
import { tokenTexts } from "./phone/token-texts.ts";
import { vaultTexts } from "./phone/vault-texts.ts";

/** By call and not by value, so that a bundle that says none of it carries none of it. */
const phoneTexts = () => ({
  ...frameTexts,
  ...deskTexts,
  ...homeTexts,
  ...vaultTexts,
  ...registrationTexts,
  ...tokenTexts,
  ...codeTexts,
  ...settingsTexts,
});

type PhoneTexts = ReturnType<typeof phoneTexts>;

export type PhoneTextKey = keyof PhoneTexts;

/** Nothing to give for a text without `{}`. */
export type PhoneTextArguments<Key extends PhoneTextKey> = ValuesFor<
  NamesIn<PhoneTexts[Key]["fa"]>
>;

let all: PhoneTexts | undefined;

export function phoneText<Key extends PhoneTextKey>(
  key: Key,
  language: Language,
  ...[values]: PhoneTextArguments<Key>
): string {
  all ??= phoneTexts();
  const text: Text = all[key];
  return fillText(text[language], values);
}

/** For tests that look at every text. */
export const phoneTextKeys = (): readonly PhoneTextKey[] =>
  Object.keys(phoneTexts()) as readonly PhoneTextKey[]; // the literals' own keys
