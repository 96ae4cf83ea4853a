/**
 * The provider is asked again what the person may do (RFC 6749 §6, the refresh token rotated): no transaction is open
 * meanwhile. Its refusal, another branch or other roles end the session; its silence does not, for a while.
 */
import { refreshTokenGrant, ResponseBodyError } from "openid-client";
import { transaction } from "../platform/database.ts";
import { describeError } from "../platform/logger.ts";
import type { Audience, Person, SessionContext } from "./audience.ts";
import { isTooLongUnchecked, type EndReason } from "./decide-use.ts";
import {
  endSession,
  lockSession,
  openRefreshToken,
  personOf,
  sealRefreshToken,
  type SessionRow,
} from "./session-records.ts";

type Answer =
  | { readonly kind: "refused" }
  /** `refreshToken`: the one before is spent even if the rest of the answer could not be read. */
  | { readonly kind: "away"; readonly refreshToken: string | undefined }
  | {
      readonly kind: "vouches";
      readonly person: Person | undefined;
      readonly refreshToken: string | undefined;
    };

/** False when the session has ended by it. */
export const checkRoles = async (
  context: SessionContext,
  audience: Audience,
  row: SessionRow,
  reference: string,
): Promise<boolean> => {
  const answer = await askProvider(context, audience, row);
  return transaction(context.database, async (tx) => {
    const now = context.clock.now();
    const locked = await lockSession(tx, audience.name, row.id);
    // Ended meanwhile, by an officer or by another request.
    if (locked?.ended_at !== null) return false;
    const reason = endReasonOf(answer, locked, audience, now);
    if (reason !== undefined) {
      await endSession(tx, now, locked, {
        reason,
        actor: audience.actor(personOf(locked)),
        reference,
      });
      return false;
    }
    const sealed =
      answer.kind === "refused" ? null : sealRefreshToken(context, row.id, answer.refreshToken);
    const checkedAt = answer.kind === "vouches" ? new Date(now) : locked.roles_checked_at;
    await tx
      .updateTable("sessions")
      .set({
        sealed_refresh_token: sealed ?? locked.sealed_refresh_token,
        roles_checked_at: checkedAt,
      })
      .where("id", "=", row.id)
      .execute();
    return true;
  });
};

const endReasonOf = (
  answer: Answer,
  row: SessionRow,
  { policy }: Audience,
  now: number,
): EndReason | undefined => {
  if (answer.kind === "refused") return "refused_by_provider";
  if (answer.kind === "vouches") {
    return isSamePerson(answer.person, personOf(row)) ? undefined : "roles_changed";
  }
  const lost = isTooLongUnchecked(row.roles_checked_at.getTime(), policy, now);
  return lost ? "provider_away" : undefined;
};

const isSamePerson = (now: Person | undefined, before: Person): boolean =>
  now?.user === before.user &&
  now.branch === before.branch &&
  [...now.roles].sort().join(" ") === [...before.roles].sort().join(" ");

const askProvider = async (
  context: SessionContext,
  audience: Audience,
  row: SessionRow,
): Promise<Answer> => {
  if (row.sealed_refresh_token === null) return { kind: "refused" };
  let refreshToken: string | undefined;
  try {
    const token = openRefreshToken(context, row.id, row.sealed_refresh_token);
    const tokens = await refreshTokenGrant(await audience.configuration(), token);
    refreshToken = tokens.refresh_token;
    const claims = tokens.claims();
    const person = await audience.admit(
      { accessToken: tokens.access_token, claims },
      personOf(row),
    );
    return { kind: "vouches", person, refreshToken };
  } catch (error) {
    // Only this says that the person is to go; any other failure says something about the provider or about us.
    if (error instanceof ResponseBodyError && error.error === "invalid_grant") {
      return { kind: "refused" };
    }
    context.logger.warn("session.not-checked", describeError(error));
    return { kind: "away", refreshToken };
  }
};
