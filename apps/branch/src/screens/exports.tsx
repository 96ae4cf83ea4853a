/** The events that the filters show as a file, fetched by the page itself: a bare link would not be taken for its own. */
import { exportAuditEvents } from "@ramznama/contract";
import { Button } from "@ramznama/design";
import type { VNode } from "preact";
import { useConsole, useTexts } from "../app/console-context.ts";
import type { EventFilter } from "../app/parse-event-filter.ts";
import { useAct } from "../app/use-act.ts";
import { FailureNote } from "../parts/failure-note.tsx";

const formats = [
  ["csv", "exportCsv"],
  ["jsonl", "exportJsonl"],
] as const;

export function Exports({ filter }: { readonly filter: EventFilter }): VNode {
  const say = useTexts();
  const { client } = useConsole();
  const act = useAct();
  const save = async (format: "csv" | "jsonl"): Promise<void> => {
    const query = new URLSearchParams({ ...filter, format });
    const path = `${exportAuditEvents.path}?${query.toString()}`;
    const file = await act.run(() => client.fetchFile(path));
    if (file !== undefined) saveFile(file, `ramznama-events.${format}`);
  };
  return (
    <>
      <p class="exports">
        {formats.map(([format, words]) => (
          <Button
            key={format}
            look="plain"
            icon="download"
            busy={act.isBusy ? say("working") : undefined}
            onPress={() => void save(format)}
          >
            {say(words)}
          </Button>
        ))}
        <span class="quiet small">{say("exportHint")}</span>
      </p>
      <FailureNote failure={act.failure} />
    </>
  );
}

function saveFile(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
