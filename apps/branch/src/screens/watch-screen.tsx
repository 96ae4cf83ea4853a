/** «پایش»: what the security officer watches, in three parts. */
import type { VNode } from "preact";
import { useTexts } from "../app/console-context.ts";
import { watchParts, type WatchPart } from "../app/router.ts";
import { LocalLink } from "../parts/local-link.tsx";
import { ScreenHeading } from "../parts/screen-heading.tsx";
import { BurstsPart } from "./bursts-part.tsx";
import { CodesPart } from "./codes-part.tsx";
import { ThrottlesPart } from "./throttles-part.tsx";

const names = {
  throttles: "watchThrottles",
  bursts: "watchBursts",
  codes: "watchCodes",
} as const satisfies Readonly<Record<WatchPart, string>>;

export function WatchScreen({ part }: { readonly part: WatchPart }): VNode {
  const say = useTexts();
  return (
    <div class="watch">
      <ScreenHeading title={say("pageWatch")}>
        <nav class="subnav" aria-label={say("watchTabs")}>
          {watchParts.map((one) => (
            <LocalLink key={one} to={`/watch/${one}`} isCurrent={one === part}>
              {say(names[one])}
            </LocalLink>
          ))}
        </nav>
      </ScreenHeading>
      <WatchedPart part={part} />
    </div>
  );
}

function WatchedPart({ part }: { readonly part: WatchPart }): VNode {
  switch (part) {
    case "throttles":
      return <ThrottlesPart />;
    case "bursts":
      return <BurstsPart />;
    case "codes":
      return <CodesPart />;
  }
}
