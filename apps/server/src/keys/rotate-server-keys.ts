/**
 * The operator's ceremonies over the server's keys. Each is one transaction: a new key, the list that the release key
 * signs and the audit event are there together or not at all, so that a ceremony cut short is simply done again.
 */
import { serverKeysMax, verifyServerKeyList, type Platform } from "@ramznama/activation";
import { appendAudit, systemActor } from "../audit/index.ts";
import { later, rfc3339 } from "../platform/clock.ts";
import { transaction, type Database, type Tx } from "../platform/database.ts";
import {
  decideRetirement,
  type RetirementDecision,
  type StandingKey,
} from "./decide-retirement.ts";
import type { Keyring } from "./keyring.ts";
import type { ReleaseKey } from "./release-key.ts";
import {
  insertServerKey,
  loadListedKeys,
  loadNewestList,
  lockServerKeys,
  publishServerKeys,
  type ServerKeyRow,
} from "./server-key-records.ts";

/** One sentence for the operator that says what to do instead. */
export class ServerKeyError extends Error {
  override readonly name = "ServerKeyError";
}

export interface KeyCeremony {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly platform: Platform;
  readonly releaseKey: ReleaseKey;
  /** Unix milliseconds. */
  readonly now: number;
}

export interface ServerKeyNews {
  readonly k: string;
  /** From when on all servers go by it. */
  readonly from: Date;
  /** False when this was done before, and nothing was done now. */
  readonly isNew: boolean;
}

const validitySeconds = 2 * 365 * 86_400;

/** Running servers look for new lists more often than this (hold-server-keys.ts), and then all change at one moment. */
const announceSeconds = 60;

/** The first key and its list, where there is none yet. */
export const ensureServerKeys = (ceremony: KeyCeremony): Promise<void> =>
  inCeremony(ceremony, async (tx) => {
    const { now, platform, releaseKey } = ceremony;
    if ((await loadNewestList(tx)) !== undefined) return;
    const today = new Date(now);
    // A minute back, for phones whose clock is a little behind.
    if ((await loadListedKeys(tx, today)).length === 0)
      await makeKey(tx, ceremony, later(now, -60));
    await publishServerKeys(tx, platform, releaseKey.privateKey, today);
  });

/** A new key beside those there are. While it is being announced, asking again makes no second one. */
export const rotateServerKeys = (ceremony: KeyCeremony): Promise<ServerKeyNews> =>
  inCeremony(ceremony, async (tx) => {
    const { now, platform, releaseKey } = ceremony;
    await assertSameReleaseKey(tx, ceremony);
    const listed = await loadListedKeys(tx, new Date(now));
    const newest = listed.at(-1);
    if (newest !== undefined && newest.not_before.getTime() > now) {
      return { k: newest.k, from: newest.not_before, isNew: false };
    }
    if (listed.length >= serverKeysMax) {
      throw new ServerKeyError(`Phones read no list of more than ${serverKeysMax}; retire a key.`);
    }
    const from = later(now, announceSeconds);
    const k = await makeKey(tx, ceremony, from);
    await publishServerKeys(tx, platform, releaseKey.privateKey, from);
    return { k, from, isNew: true };
  });

/** @param atOnce the key is stolen: phones lose what they sealed to it and must begin anew */
export const retireServerKey = (
  ceremony: KeyCeremony,
  k: string,
  atOnce: boolean,
): Promise<ServerKeyNews> =>
  inCeremony(ceremony, async (tx) => {
    const { now, platform, releaseKey } = ceremony;
    await assertSameReleaseKey(tx, ceremony);
    const from = later(now, announceSeconds);
    const keys = await tx.selectFrom("server_keys").selectAll().execute();
    const decision = decideRetirement(keys.map(standingOf), k, from.getTime(), atOnce);
    if (decision.outcome === "refuse") throw new ServerKeyError(sentenceOf(k, decision));
    if (decision.outcome === "already_retired") {
      return { k, from: new Date(decision.at), isNew: false };
    }
    await tx.updateTable("server_keys").set({ retired_at: from }).where("k", "=", k).execute();
    await publishServerKeys(tx, platform, releaseKey.privateKey, from);
    await appendAudit(tx, now, {
      type: "key.retired",
      actor: systemActor("operator"),
      details: { key: k, from: rfc3339(from), atOnce },
    });
    return { k, from, isNew: true };
  });

const inCeremony = <T>({ database }: KeyCeremony, act: (tx: Tx) => Promise<T>): Promise<T> =>
  transaction(database, async (tx) => {
    await lockServerKeys(tx);
    return act(tx);
  });

const makeKey = async (
  tx: Tx,
  { keyring, platform, now }: KeyCeremony,
  notBefore: Date,
): Promise<string> => {
  const notAfter = later(now, validitySeconds);
  const k = await insertServerKey(tx, keyring, platform, { notBefore, notAfter });
  await appendAudit(tx, now, {
    type: "key.made",
    actor: systemActor("operator"),
    details: { key: k, from: rfc3339(notBefore), until: rfc3339(notAfter) },
  });
  return k;
};

/** Phones carry one release key for good: a list that another one signed would cut all of them off. */
const assertSameReleaseKey = async (
  tx: Tx,
  { platform, releaseKey }: KeyCeremony,
): Promise<void> => {
  const newest = await loadNewestList(tx);
  if (newest === undefined) throw new ServerKeyError("There are no keys yet; run: ramznama setup.");
  const verified = await verifyServerKeyList(platform, releaseKey.publicJwk, newest);
  if (!verified.ok) {
    throw new ServerKeyError(
      "Another release key than this one signed the present list, and phones believe only that one; name it.",
    );
  }
};

export const standingOf = (row: ServerKeyRow): StandingKey => ({
  k: row.k,
  notBefore: row.not_before.getTime(),
  notAfter: row.not_after.getTime(),
  retiredAt: row.retired_at?.getTime(),
});

const sentenceOf = (
  k: string,
  refusal: Extract<RetirementDecision, { outcome: "refuse" }>,
): string => {
  switch (refusal.reason) {
    case "unknown":
      return `There is no server key ${k}; ramznama keys list names them.`;
    case "no_other_key":
      return `Without ${k} the bank has no valid server key; run first: ramznama keys rotate.`;
    case "newest":
      return `Phones seal to ${k} now; run ramznama keys rotate and retire it a day later, or now with --at-once if it is stolen.`;
    case "still_needed":
      return `Phones may send what they sealed to ${k} until ${rfc3339(refusal.until)}; retire it then, or now with --at-once if it is stolen.`;
  }
};
