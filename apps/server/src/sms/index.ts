export { createInboxSender, type SmsSender } from "./inbox-sender.ts";
export { createOutbox, type Outbox, type QueuedMessage } from "./outbox.ts";
export { smsMigrations } from "./tables.ts";
export { maskedMobile, smsSubjectOf } from "./wording.ts";
