import type { Keyring } from "../keys/index.ts";
import type { JournalMac } from "./journal-text.ts";

/** Under a key of the database, which the key file opens: another bank's journal does not fit. */
export const journalMacOf =
  (keyring: Keyring): JournalMac =>
  (...fields) =>
    keyring.digest("journal", ...fields).toString("hex");
