/**
 * The server's time on the phone: its own clock plus an offset that only signed time moves, kept in the
 * vault for the days without network (protocol.md, Pins and time).
 */
import {
  asUnixMilliseconds,
  decideClockOffset,
  makeTimeNonce,
  verifyTime,
  type ClockOffsetDecision,
  type ServerKeyList,
  type TimeRefusal,
  type UnixMilliseconds,
} from "@ramznama/activation";
import type { ClockRecord } from "./clock-record.ts";
import { askTime } from "./device-doors.ts";
import type { PhoneContext } from "./phone-context.ts";
import { asOnline, type OnlineRefusal } from "./phone-refusal.ts";
import { onlyId } from "./vault.ts";

export type TimeSettled =
  | { readonly ok: true; readonly clock: ClockRecord }
  | OnlineRefusal
  | {
      readonly ok: false;
      readonly reason: "time_refused";
      readonly cause: TimeRefusal | Extract<ClockOffsetDecision, { outcome: "refused" }>["reason"];
    };

export async function settleTime(context: PhoneContext, list: ServerKeyList): Promise<TimeSettled> {
  const { platform, vault } = context;
  const { clock } = platform;
  const nonce = makeTimeNonce(platform);
  const sent = { sentAt: clock.now(), sentMonotonic: clock.monotonic() };
  const answer = asOnline(await context.client.send(askTime(nonce)));
  const received = { receivedAt: clock.now(), receivedMonotonic: clock.monotonic() };
  if (!answer.ok) return answer;
  const time = await verifyTime(platform, list, answer.value.signedTime, nonce);
  if (!time.ok) return { ok: false, reason: "time_refused", cause: time.reason };
  const decision = decideClockOffset({ ...sent, ...received, serverTime: time.value });
  if (decision.outcome === "refused") {
    return { ok: false, reason: "time_refused", cause: decision.reason };
  }
  const { offsetMilliseconds, errorMilliseconds } = decision;
  const record: ClockRecord = { offsetMilliseconds, errorMilliseconds };
  await vault.write([{ kind: "clock", id: onlyId, value: record }]);
  return { ok: true, clock: record };
}

/** The server's time as the phone knows it, without network. */
export async function loadServerNow({ platform, vault }: PhoneContext): Promise<UnixMilliseconds> {
  const offset = (await vault.load("clock", onlyId))?.offsetMilliseconds ?? 0;
  return asUnixMilliseconds(platform.clock.now() + offset);
}
