export { counterIsHeld, raiseToFloor } from "./acceptance-floor.ts";
export { JournalError } from "./journal-folder.ts";
export { journalMacOf } from "./journal-mac.ts";
export { keepJournal, noJournal, type Journal } from "./keep-journal.ts";
export { loadFloorSecond } from "./load-floor.ts";
export { noteAcceptedCounter } from "./note-counter.ts";
export { forgetLifecycleChanges, recoveryMigrations } from "./tables.ts";
export { runRecovery, type RecoverRequest } from "./run-recovery.ts";
