/** What happened to a token, newest first, with branch and person on each. */
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useLanguage, useTexts } from "../app/console-context.ts";
import {
  describeActor,
  describeCause,
  describeEventType,
  type TokenEvent,
} from "../app/describe-event.ts";
import { MomentText } from "../parts/moment-text.tsx";
import { NumberText } from "../parts/number-text.tsx";

const shownAtOnce = 8;

export function TokenHistory({ events }: { readonly events: readonly TokenEvent[] }): VNode {
  const say = useTexts();
  const [isWhole, setWhole] = useState(false);
  if (events.length === 0) return <p class="quiet">{say("historyEmpty")}</p>;
  const shown = isWhole ? events : events.slice(0, shownAtOnce);
  return (
    <>
      <ol class="history">
        {shown.map((event, place) => (
          <HistoryLine key={`${event.at} ${event.type} ${place}`} event={event} />
        ))}
      </ol>
      {shown.length < events.length && (
        <button
          type="button"
          class="link"
          onClick={() => {
            setWhole(true);
          }}
        >
          {say("showAllHistory", { count: events.length })}
        </button>
      )}
    </>
  );
}

function HistoryLine({ event }: { readonly event: TokenEvent }): VNode {
  const say = useTexts();
  const language = useLanguage();
  const { type, at, cause, purpose, origin } = event;
  return (
    <li>
      <p>
        {describeEventType(type, language)}
        {cause !== null && `: ${describeCause(cause, language)}`}
      </p>
      <p class="small quiet">
        <MomentText at={at} /> · <bdi>{describeActor(event, language)}</bdi>
        {purpose !== null && ` · ${say(`purpose_${purpose}`)}`}
        {origin !== null && origin !== "" && (
          <>
            {" · "}
            <NumberText text={origin} />
          </>
        )}
      </p>
    </li>
  );
}
