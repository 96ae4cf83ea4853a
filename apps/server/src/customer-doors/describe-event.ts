/** Audit events in the customer's few words. What has none here is not shown. */
import type { CustomerEventKind, CustomerHome, TokenKind } from "@ramznama/contract";
import { purposeIn, type CustomerEventRow } from "../audit/index.ts";
import { rfc3339 } from "../platform/clock.ts";

interface NamedToken {
  readonly id: number;
  readonly kind: TokenKind;
  readonly serial: string;
  /** Masked card number; the customer's name for an account/gateway token. */
  readonly subject: string;
}

const kinds: Readonly<Record<string, CustomerEventKind>> = {
  "token.issued": "token_issued",
  "token.activated": "token_activated",
  "token.deleted": "token_ended",
  "token.revoked": "token_ended",
  "token.voided": "token_ended",
  "token.superseded": "token_ended",
  "token.ended": "token_ended",
  "token.suspended": "token_suspended",
  "token.suspension-lifted": "token_resumed",
  "tokens.blocked": "tokens_blocked",
  "code.accepted": "code_accepted",
  "code.refused": "code_refused",
  "device.registered": "device_registered",
  "device.released": "device_released",
  "links.replaced": "links_changed",
  "links.added": "links_changed",
  "link.lost-ownership": "links_changed",
  "link.taken-over": "links_changed",
};

export const eventTypes: readonly string[] = Object.keys(kinds);

/** @param tokens of this customer; an event about another one names none */
export const describeEvent = (
  { at, type, token_id: tokenId, details }: CustomerEventRow,
  tokens: readonly NamedToken[],
): CustomerHome["events"][number] => {
  const kind = kinds[type];
  if (kind === undefined) throw new TypeError(`no word for ${type}`);
  const token = tokens.find(({ id }) => id === tokenId);
  return {
    at: rfc3339(at),
    kind,
    tokenKind: token?.kind ?? null,
    subject: token === undefined ? null : token.kind === "card" ? token.subject : token.serial,
    purpose: purposeIn(details),
  };
};
