/** Does a forgotten act again that takes something away, with its audit event. */
import { appendAudit, systemActor } from "../audit/index.ts";
import { endDevice, saveBlock } from "../customers/index.ts";
import { endLinks } from "../links/index.ts";
import { sql } from "kysely";
import type { Tx } from "../platform/database.ts";
import { changeTokenState, endToken, lockTokenBySerial, type TokenRow } from "../tokens/index.ts";
import { loadOpenLinkId } from "./known-state.ts";
import type { LifecycleChange } from "./lifecycle-change.ts";

const actor = systemActor("recovery");

/** @param now milliseconds since the Unix epoch */
export const applyAgain = async (tx: Tx, change: LifecycleChange, now: number): Promise<void> => {
  switch (change.kind) {
    case "token":
      return applyToToken(tx, change, now);
    case "link": {
      const id = await loadOpenLinkId(tx, change);
      await endLinks(tx, id === null ? [] : [id], now);
      return note(tx, change, now);
    }
    case "device":
      await endDevice(tx, change.device, change.reason ?? "released-by-branch", now);
      return note(tx, change, now);
    case "block":
      await saveBlock(tx, change.customer, actor.id, now);
      return note(tx, change, now);
    case "counter":
      return raiseCounter(tx, change, now);
  }
};

type TokenChange = Extract<LifecycleChange, { kind: "token" }>;

const applyToToken = async (tx: Tx, change: TokenChange, now: number): Promise<void> => {
  const token = await lockTokenBySerial(tx, change.serial);
  if (token.state === "ended") return;
  // What has no seed yet cannot be suspended; it ends, and the customer gets another.
  if (change.state === "suspended" && token.state === "active") {
    await changeTokenState(tx, token, "suspended", change.reason ?? "suspended-by-branch");
  } else {
    await endToken(tx, token, change.reason ?? "recovered", now);
  }
  await note(tx, change, now, token);
};

type CounterChange = Extract<LifecycleChange, { kind: "counter" }>;

/** Used up is all that was accepted. */
const raiseCounter = async (tx: Tx, change: CounterChange, now: number): Promise<void> => {
  const token = await lockTokenBySerial(tx, change.serial);
  await tx
    .updateTable("token_counters")
    .set({ last_accepted_step: change.counter, version: sql`version + 1` })
    .where("token_id", "=", token.id)
    .execute();
  await note(tx, change, now, token);
};

const note = (tx: Tx, change: LifecycleChange, now: number, token?: TokenRow): Promise<void> =>
  appendAudit(tx, now, {
    type: "recovery.applied-again",
    actor,
    customerId: change.customer,
    ...(token === undefined ? {} : { token }),
    details: {
      what: change.kind,
      state: "state" in change ? change.state : null,
      reason: "reason" in change ? (change.reason ?? null) : null,
      device: change.kind === "device" ? change.device : null,
      purpose: change.kind === "link" ? change.purpose : null,
      subject: change.kind === "link" ? change.subject : null,
      counter: change.kind === "counter" ? change.counter : null,
    },
  });
