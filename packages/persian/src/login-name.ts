/** Login names of the gateway (internet bank and mobile bank). */

import { toLatinDigits } from "./digits.ts";
import type { Parsed } from "./parsed.ts";

declare const loginName: unique symbol;
export type LoginName = string & { readonly [loginName]: true };

export type LoginNameRefusal = "empty" | "wrong_characters" | "too_short" | "too_long";

/**
 * Invisible marks and outer spaces, which come with pasting, are dropped; a space inside is not a
 * slip to repair in a name. The case is kept: core banking decides whether it matters.
 */
export function parseLoginName(text: string): Parsed<LoginName, LoginNameRefusal> {
  const name = toLatinDigits(text)
    .replaceAll(/\p{Cf}/gu, "")
    .trim();
  if (name.length === 0) return { ok: false, reason: "empty" };
  if (!/^[A-Za-z0-9._@-]+$/.test(name)) return { ok: false, reason: "wrong_characters" };
  if (name.length < 3) return { ok: false, reason: "too_short" };
  if (name.length > 64) return { ok: false, reason: "too_long" };
  return { ok: true, value: name as LoginName }; // checked just above
}
