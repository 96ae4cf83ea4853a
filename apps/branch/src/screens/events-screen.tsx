/** The auditor's reading: filters, events page by page, and the same events as a file. */
import { listAuditEvents } from "@ramznama/contract";
import { Button } from "@ramznama/design";
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useConsole, useLanguage, useTexts } from "../app/console-context.ts";
import {
  emptyFilter,
  parseEventFilter,
  type EventFilter,
  type ParsedFilter,
  type TypedFilter,
} from "../app/parse-event-filter.ts";
import { useKept } from "../app/use-kept.ts";
import { usePages } from "../app/use-pages.ts";
import { FailureNote } from "../parts/failure-note.tsx";
import { MoreButton } from "../parts/more-button.tsx";
import { ScreenHeading } from "../parts/screen-heading.tsx";
import { EventFields } from "./event-fields.tsx";
import { Exports } from "./exports.tsx";
import { EventTable } from "./event-table.tsx";

export function EventsScreen(): VNode {
  const say = useTexts();
  const language = useLanguage();
  const { client } = useConsole();
  const [typed, keep] = useKept<TypedFilter>("events", emptyFilter);
  const [parsed, setParsed] = useState<ParsedFilter>(() =>
    parseEventFilter(typed, language, say("wrongId")),
  );
  const [filter, setFilter] = useState<EventFilter>(parsed.ok ? parsed.value : {});
  const show = (next: TypedFilter): void => {
    const outcome = parseEventFilter(next, language, say("wrongId"));
    setParsed(outcome);
    if (!outcome.ok) return;
    // Each reading is an event itself: another filter asks by its key, the same one anew.
    if (JSON.stringify(outcome.value) === key) void list.reload();
    else setFilter(outcome.value);
  };
  const key = JSON.stringify(filter);
  const list = usePages(
    key,
    (after) => client.call(listAuditEvents, { query: { ...filter, after } }),
    ({ events }) => events,
  );
  const { rows } = list;
  return (
    <div class="events">
      <ScreenHeading title={say("events")} />
      <form
        class="filters"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          show(typed);
        }}
      >
        <EventFields typed={typed} onType={keep} errors={parsed.ok ? {} : parsed.errors} />
        <div class="filter-acts">
          <Button type="submit">{say("filter")}</Button>
          <Button
            look="plain"
            onPress={() => {
              keep(emptyFilter);
              show(emptyFilter);
            }}
          >
            {say("clearFilter")}
          </Button>
        </div>
      </form>
      <Exports filter={filter} />
      <FailureNote failure={list.failure} onRetry={() => void list.reload()} />
      {rows === undefined && list.isLoading && <p class="quiet">{say("loading")}</p>}
      {rows?.length === 0 && <p class="quiet">{say("noEvents")}</p>}
      {rows !== undefined && rows.length > 0 && <EventTable events={rows} />}
      <MoreButton more={list.more} />
    </div>
  );
}
