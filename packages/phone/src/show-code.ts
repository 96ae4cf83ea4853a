/** «دریافت رمز» (S15, S16, S18): the code of the second of the tap, made without network. */
import { wipe, type Bytes, type TokenRecord, type WebCryptoKey } from "@ramznama/activation";
import {
  otpDigitCounts,
  totpAsync,
  type AsyncHmac,
  type OtpCode,
  type UnixSeconds,
} from "@ramznama/otp";
import { decideCodeSecond } from "./decide-code-second.ts";
import { mustDeclare } from "./declare-code.ts";
import { moveCodeKeys } from "./move-code-keys.ts";
import type { PhoneContext } from "./phone-context.ts";
import type { PhonePlatform } from "./phone-platform.ts";
import { loadServerNow } from "./server-time.ts";
import type { Vault } from "./vault.ts";

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
    // Durable before anybody sees the code: after a crash the second counts as shown.
    const written = vault.write([{ kind: "shown", id, value: { second } }]);
    const made = Promise.all([
      makeCode(context, codeKeys, id, token, second),
      mustDeclare(context, id, serverNow),
    ]);
    // Whatever fails, the turn is kept until both have ended: nobody reads a second that is still being written.
    await Promise.allSettled([written, made]);
    await written;
    const [code, isDeclared] = await made;
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
  const bytes = (await vault.load("codeKey", id)) ?? (await loadMovedKey(vault, id));
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

/** A page of before, still open in another tab, has activated it: its key lies inside the token. */
async function loadMovedKey(vault: Vault, id: string): Promise<Bytes | undefined> {
  await moveCodeKeys(vault);
  return vault.load("codeKey", id);
}

function hmacWith({ subtle }: PhonePlatform, key: WebCryptoKey): AsyncHmac {
  return async (counter) => new Uint8Array(await subtle.sign("HMAC", key, counter));
}

function shapeOf({ profile }: TokenRecord) {
  const digits = otpDigitCounts.find((known) => known === profile.digits);
  if (digits === undefined) throw new TypeError("a sealed token has an impossible profile");
  return { digits, stepSeconds: profile.stepSeconds };
}
