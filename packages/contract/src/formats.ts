/** The formats of api.md as schemas. Digits of every script are understood; what leaves is Latin. */
import {
  compactDigits,
  parseAccountNumber,
  parseCardNumber,
  parseMobile,
  parseNationalId,
  parseTokenSerial,
} from "@ramznama/persian";
import { z } from "zod";

export const purposes = ["card-second-password", "account-password", "gateway-login"] as const;
export const purposeSchema = z.enum(purposes).meta({ id: "Purpose" });
export type Purpose = (typeof purposes)[number];

export const tokenKinds = ["card", "account-gateway"] as const;
export const tokenKindSchema = z.enum(tokenKinds).meta({ id: "TokenKind" });
export type TokenKind = (typeof tokenKinds)[number];

export const tokenStates = ["issued", "confirming", "active", "suspended", "ended"] as const;
export const tokenStateSchema = z.enum(tokenStates).meta({ id: "TokenState" });
export type TokenState = (typeof tokenStates)[number];

export const platforms = ["pwa", "app"] as const;
export const platformSchema = z.enum(platforms).meta({ id: "Platform" });
export type Platform = (typeof platforms)[number];

const passes =
  (parse: (text: string) => { readonly ok: boolean }) =>
  (text: string): boolean =>
    parse(text).ok;

/** Digits of every script, with the spaces and dashes people write between groups, become plain Latin ones. */
const numberText = () => z.string().min(1).max(64).overwrite(compactDigits);

export const cardNumberSchema = numberText()
  .refine(
    passes((text) => parseCardNumber(text)),
    { error: "not_a_card_number" },
  )
  .meta({ description: "16 digits, the last a Luhn check digit" });

export const serialSchema = numberText()
  .refine(passes(parseTokenSerial), { error: "not_a_serial" })
  .meta({ description: "12 digits, the last a Luhn check digit" });

/** +98912… and 912… are the same number as 0912…, which is how core banking knows it. */
function nationalMobile(text: string): string {
  const parsed = parseMobile(text);
  return parsed.ok ? parsed.value : text;
}

export const mobileSchema = numberText()
  .overwrite(nationalMobile)
  .refine(passes(parseMobile), { error: "not_a_mobile_number" })
  .meta({ description: "09xxxxxxxxx" });

export const nationalIdSchema = numberText()
  .refine(passes(parseNationalId), { error: "not_a_national_id" })
  .meta({ description: "10 digits with their check digit" });

export const accountNumberSchema = numberText()
  .refine(passes(parseAccountNumber), { error: "not_an_account_number" })
  .meta({ description: "6 to 26 digits" });

export const gatewayLoginSchema = z
  .string()
  .regex(/^[A-Za-z0-9._@-]{3,64}$/, { error: "not_a_login_name" });

export const customerIdSchema = z.string().regex(/^[A-Za-z0-9-]{1,32}$/);

/** Made by the caller, one per intent; the same reference gets the same result again. */
export const referenceSchema = z
  .string()
  .min(8)
  .max(64)
  .regex(/^[\x21-\x7e]+$/, { error: "printable_ascii_only" });

/** What a person typed as the dynamic password; anything that is not its digits is simply a wrong code. */
export const typedCodeSchema = z.string().min(1).max(64).overwrite(compactDigits);

export const originSchema = z.string().regex(/^[\x21-\x7e]{1,64}$/, {
  error: "printable_ascii_only",
});

export const timestampSchema = z.iso.datetime().meta({ description: "RFC 3339, UTC" });

/** base64url without padding (RFC 4648 §5). */
export const base64urlSchema = (minLength: number, maxLength: number) =>
  z
    .string()
    .min(minLength)
    .max(maxLength)
    .regex(/^[A-Za-z0-9_-]+$/, { error: "not_base64url" });

export const sha256Schema = base64urlSchema(43, 43);
