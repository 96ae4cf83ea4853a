/**
 * Events as a file, oldest first: CSV as RFC 4180 has it, or one JSON object a line. Read from the database a page at a
 * time, as fast as the reader takes them, so that memory does not grow with the file and no transaction waits for it.
 */
import type { Database } from "../platform/database.ts";
import {
  describeEvent,
  findEvents,
  loadLastId,
  prepareSearch,
  type DescribedEvent,
  type EventFilter,
} from "./find-events.ts";

export interface ExportFormat {
  readonly contentType: string;
  readonly head: string;
  readonly line: (event: DescribedEvent) => string;
}

const columns = [
  "id",
  "at",
  "type",
  "actorKind",
  "actor",
  "branch",
  "customerId",
  "serial",
  "details",
  "reference",
] as const satisfies readonly (keyof DescribedEvent)[];

/** RFC 4180 §2: quoted where it must be, quotes doubled. */
const quoted = (text: string): string =>
  /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** What a spreadsheet would take for a formula is made text: parts of an event are in the hands of strangers. */
const neutralised = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

const csvCell = (value: DescribedEvent[keyof DescribedEvent]): string => {
  if (value === null) return "";
  return quoted(neutralised(typeof value === "string" ? value : JSON.stringify(value)));
};

const csvLine = (cells: readonly string[]): string => `${cells.join(",")}\r\n`;

export const exportFormats: Readonly<Record<"csv" | "jsonl", ExportFormat>> = {
  csv: {
    contentType: "text/csv; charset=utf-8; header=present",
    head: csvLine(columns),
    line: (event) => csvLine(columns.map((column) => csvCell(event[column]))),
  },
  jsonl: {
    contentType: "application/jsonl; charset=utf-8",
    head: "",
    line: (event) => `${JSON.stringify(event)}\n`,
  },
};

const eventsAtOnce = 1_000;

/**
 * What is appended after the beginning is not in it, or a busy bank's export would never end.
 * @param now milliseconds since the Unix epoch
 */
export async function* writeEvents(
  database: Database,
  filter: EventFilter,
  { head, line }: ExportFormat,
  now: number,
): AsyncGenerator<string> {
  const lastId = await loadLastId(database);
  const search = await prepareSearch(database, filter);
  if (head !== "") yield head;
  for (let beyondId: number | undefined; ;) {
    const rows = await findEvents(database, search, {
      now,
      order: "asc",
      beyondId,
      lastId,
      limit: eventsAtOnce,
    });
    if (rows.length > 0) yield rows.map((row) => line(describeEvent(row))).join("");
    if (rows.length < eventsAtOnce) return;
    beyondId = rows.at(-1)?.id;
  }
}
