/**
 * A sign-in under way: what the provider's answer must fit (state, nonce, PKCE verifier) and where to go afterwards.
 * Sealed in a row that one cookie opens, once and within ten minutes, so that an answer fits the browser that asked.
 */
import { z } from "zod";
import type { Keyring } from "../keys/index.ts";
import type { SessionContext } from "./audience.ts";
import type { AudienceName } from "./tables.ts";

export const pendingSeconds = 600;

const pendingSchema = z.strictObject({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  returnPath: z.string(),
});

export type PendingSignIn = Readonly<z.infer<typeof pendingSchema>>;

type Context = Pick<SessionContext, "database" | "clock" | "random" | "keyring">;

const digestOf = (keyring: Keyring, audience: AudienceName, cookie: string): Buffer =>
  keyring.digest("session", audience, "pending", cookie);

const recordOf = (audience: AudienceName, digest: Buffer): string =>
  `pending-sign-in:${audience}:${digest.toString("base64url")}`;

/** Returns the value of the cookie that takes it up again. */
export const savePending = async (
  { database, clock, random, keyring }: Context,
  audience: AudienceName,
  pending: PendingSignIn,
): Promise<string> => {
  const cookie = Buffer.from(random.bytes(32)).toString("base64url");
  const digest = digestOf(keyring, audience, cookie);
  const plaintext = Buffer.from(JSON.stringify(pending));
  const sealed = keyring.seal("sign-in", recordOf(audience, digest), plaintext);
  plaintext.fill(0);
  const expiresAt = new Date(clock.now() + pendingSeconds * 1_000);
  await database
    .insertInto("pending_sign_ins")
    .values({ cookie_digest: digest, audience, sealed, expires_at: expiresAt })
    .execute();
  return cookie;
};

/** Once: whoever asks again, or asks too late, finds nothing. */
export const takePending = async (
  { database, clock, keyring }: Context,
  audience: AudienceName,
  cookie: string,
): Promise<PendingSignIn | undefined> => {
  const digest = digestOf(keyring, audience, cookie);
  const row = await database
    .deleteFrom("pending_sign_ins")
    .where("cookie_digest", "=", digest)
    .where("audience", "=", audience)
    .returning(["sealed", "expires_at"])
    .executeTakeFirst();
  if (row === undefined || row.expires_at.getTime() <= clock.now()) return undefined;
  const plaintext = keyring.open("sign-in", recordOf(audience, digest), row.sealed);
  try {
    return pendingSchema.parse(JSON.parse(plaintext.toString()));
  } finally {
    plaintext.fill(0);
  }
};
