/** «دریافت رمز» (S15, S16, S18): the code of the second of the tap, made without network. */
import { wipe, type TokenRecord, type WebCryptoKey } from "@ramznama/activation";
import {
  otpDigitCounts,
  totpAsync,
  type AsyncHmac,
  type OtpCode,
  type UnixSeconds,
} from "@ramznama/otp";
import { decideCodeSecond } from "./decide-code-second.ts";
import { mustDeclare } from "./declare-code.ts";
import type { PhoneContext } from "./phone-context.ts";
import type { PhonePlatform } from "./phone-platform.ts";
import { loadServerNow } from "./server-time.ts";

export type ShownCode =
  | {
      readonly ok: true;
      readonly code: OtpCode;
      /** The second of the tap by the server's time: the code is accepted from here on. */
      readonly second: number;
      readonly validitySeconds: number;
      /** The bank looks at this code only when it is told of its second (declare-code.ts). */
      readonly mustDeclare: boolean;
    }
  | { readonly ok: false; readonly reason: "no_such_token" }
  /** Its activation has not been answered yet. */
  | { readonly ok: false; readonly reason: "pending" }
  /** The bank has ended it: no code of it is accepted any more. */
  | { readonly ok: false; readonly reason: "ended" }
  /** The next code that may be shown comes after so many seconds. */
  | { readonly ok: false; readonly reason: "wait"; readonly seconds: number };

/** Seeds as non-extractable HMAC keys, by the token's id, for as long as the vault is open. */
export type CodeKeys = Map<string, WebCryptoKey>;

export function showCode(
  context: PhoneContext,
  codeKeys: CodeKeys,
  id: string,
): Promise<ShownCode> {
  const { vault } = context;
  return vault.exclusively("code", async () => {
    // Together, for the one who waits: each is a transaction of its own.
    const [token, stop, serverNow, shown] = await Promise.all([
      vault.load("token", id),
      vault.load("stop", id),
      loadServerNow(context),
      vault.load("shown", id),
    ]);
    if (token === undefined) {
      const pending = await vault.load("activation", id);
      return { ok: false, reason: pending === undefined ? "no_such_token" : "pending" };
    }
    // A suspension may be lifted while the phone is offline; an end is for good.
    if (stop?.state === "ended") return { ok: false, reason: "ended" };
    const decision = decideCodeSecond({
      serverNow,
      stepSeconds: token.profile.stepSeconds,
      lastShownSecond: shown?.second,
    });
    if (decision.outcome === "wait")
      return { ok: false, reason: "wait", seconds: decision.seconds };
    const { second } = decision;
    const [code, isDeclared] = await Promise.all([
      makeCode(context, codeKeys, id, token, second),
      mustDeclare(context, id, serverNow),
      // Durable before anybody sees the code: after a crash the second counts as shown.
      vault.write([{ kind: "shown", id, value: { second } }]),
    ]);
    return {
      ok: true,
      code,
      second,
      validitySeconds: token.profile.validitySeconds,
      mustDeclare: isDeclared,
    };
  });
}

async function makeCode(
  context: PhoneContext,
  codeKeys: CodeKeys,
  id: string,
  token: TokenRecord,
  second: UnixSeconds,
): Promise<OtpCode> {
  const key = await takeCodeKey(context, codeKeys, id, token);
  return totpAsync(hmacWith(context.platform, key), shapeOf(token), second);
}

/** The record is opened once while the vault is open, and its bytes live until WebCrypto has the key. */
async function takeCodeKey(
  { platform, vault }: PhoneContext,
  codeKeys: CodeKeys,
  id: string,
  { profile }: TokenRecord,
): Promise<WebCryptoKey> {
  const known = codeKeys.get(id);
  if (known !== undefined) return known;
  const bytes = await vault.load("codeKey", id);
  if (bytes === undefined) throw new TypeError("a token has no key");
  const algorithm = { name: "HMAC", hash: profile.hash };
  try {
    const key = await platform.subtle.importKey("raw", bytes, algorithm, false, ["sign"]);
    codeKeys.set(id, key);
    return key;
  } finally {
    wipe(bytes);
  }
}

function hmacWith({ subtle }: PhonePlatform, key: WebCryptoKey): AsyncHmac {
  return async (counter) => new Uint8Array(await subtle.sign("HMAC", key, counter));
}

function shapeOf({ profile }: TokenRecord) {
  const digits = otpDigitCounts.find((known) => known === profile.digits);
  if (digits === undefined) throw new TypeError("a sealed token has an impossible profile");
  return { digits, stepSeconds: profile.stepSeconds };
}
