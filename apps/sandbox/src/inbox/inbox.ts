/** The text messages of everybody's phone in one place, kept in a journal of the data folder. */
import { join } from "node:path";
import { z } from "zod";
import { MobileNumber } from "../people.ts";
import { type Clock, toTimestamp } from "../platform/clock.ts";
import { openJournal } from "../platform/journal.ts";

/** Two or more SMS parts joined; longer texts are no text messages. */
const MAX_TEXT_LENGTH = 1_000;

export const NewMessage = z.strictObject({
  messageId: z.string().regex(/^[\w.:-]{1,64}$/u),
  to: MobileNumber,
  text: z.string().min(1).max(MAX_TEXT_LENGTH),
  sentAt: z.iso.datetime(),
});

export const Message = NewMessage.extend({ receivedAt: z.iso.datetime() });

export type NewMessage = z.output<typeof NewMessage>;
export type Message = z.output<typeof Message>;

type ReceiveOutcome =
  | { readonly ok: true; readonly message: Message; readonly repeated: boolean }
  | { readonly ok: false; readonly reason: "message_id_reused" };

export interface Inbox {
  /** Stored before it is answered. The same id again with the same text and number changes nothing. */
  receive(message: NewMessage): ReceiveOutcome;
  /** Newest first; of one number, or of all. */
  messages(to?: string): readonly Message[];
}

export function openInbox(dataFolder: string, clock: Clock): Inbox {
  const journal = openJournal(join(dataFolder, "inbox.jsonl"), Message);
  const byId = new Map(journal.entries.map((message) => [message.messageId, message]));
  return {
    receive(message) {
      const known = byId.get(message.messageId);
      if (known !== undefined) return compareMessages(known, message);
      const received = { ...message, receivedAt: toTimestamp(clock.now()) };
      journal.append(received);
      byId.set(received.messageId, received);
      return { ok: true, message: received, repeated: false };
    },
    messages(to) {
      const all = [...byId.values()].reverse();
      return to === undefined ? all : all.filter((message) => message.to === to);
    },
  };
}

/** `sentAt` may differ: a sender that did not hear the answer sends again, later. */
function compareMessages(known: Message, again: NewMessage): ReceiveOutcome {
  return known.to === again.to && known.text === again.text
    ? { ok: true, message: known, repeated: true }
    : { ok: false, reason: "message_id_reused" };
}
