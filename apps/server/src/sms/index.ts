export { createInboxSender } from "./inbox-sender.ts";
export { createOutbox, type Outbox } from "./outbox.ts";
export { forgetMessages, smsMigrations } from "./tables.ts";
export { maskedMobile, smsSubjectOf } from "./wording.ts";
