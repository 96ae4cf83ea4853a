/** One bar an hour, the newest at the end of the line of reading; what was refused stands on what was accepted. */
import type { countCodes, RouteOutput } from "@ramznama/contract";
import { formatJalaliDate, formatTehranTime } from "@ramznama/persian";
import type { VNode } from "preact";
import { useLanguage, useTexts } from "../app/console-context.ts";

export type HourCounts = RouteOutput<typeof countCodes>["hours"][number];

const size = { width: 960, height: 240, foot: 28, head: 16, side: 44 } as const;

export function CodesChart({ hours }: { readonly hours: readonly HourCounts[] }): VNode {
  const say = useTexts();
  const isRightToLeft = useLanguage() === "fa";
  const most = roundUp(Math.max(1, ...hours.map(sumOf)));
  const inner = size.height - size.foot - size.head;
  const step = (size.width - size.side) / Math.max(hours.length, 1);
  const heightOf = (count: number): number => (count / most) * inner;
  const placeOf = (place: number): number =>
    isRightToLeft ? size.width - size.side - (place + 1) * step : size.side + place * step;
  return (
    <figure class="chart">
      <svg
        viewBox={`0 0 ${size.width} ${size.height}`}
        role="img"
        aria-label={`${say("chartTitle")}: ${say("chartTotal", totalsOf(hours))}`}
      >
        {[0, 0.5, 1].map((part) => (
          <Line key={part} part={part} most={most} isRightToLeft={isRightToLeft} />
        ))}
        {hours.map((counts, place) => (
          <Bar
            key={counts.from}
            {...{ counts, heightOf, step }}
            x={placeOf(place)}
            isMarked={place % markEvery(hours.length) === 0}
            isDaily={hours.length > 48}
          />
        ))}
      </svg>
      <figcaption>
        {(["accepted", "refused", "throttled"] as const).map((kind) => (
          <span key={kind} class={`legend legend-${kind}`}>
            {say(kind)}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}

export function totalsOf(hours: readonly HourCounts[]) {
  const total = (of: (counts: HourCounts) => number): number =>
    hours.reduce((sum, counts) => sum + of(counts), 0);
  return {
    accepted: total(({ accepted }) => accepted),
    refused: total(({ refused }) => refused),
    throttled: total(({ throttled }) => throttled),
  };
}

const sumOf = ({ accepted, refused, throttled }: HourCounts): number =>
  accepted + refused + throttled;

/** To 2, 4, 10, 20, 40, 100 …, so that the half is a whole number too. */
export function roundUp(most: number): number {
  for (let unit = 1; ; unit *= 10) {
    for (const factor of [2, 4, 10]) if (most <= factor * unit) return factor * unit;
  }
}

const markEvery = (count: number): number => (count > 48 ? 24 : 4);

interface LineProps {
  readonly part: number;
  readonly most: number;
  readonly isRightToLeft: boolean;
}

const Line = ({ part, most, isRightToLeft }: LineProps): VNode => {
  const y = size.height - size.foot - part * (size.height - size.foot - size.head);
  const edge = isRightToLeft ? size.width - 4 : 4;
  return (
    <g>
      <line x1={0} x2={size.width} y1={y} y2={y} />
      <text x={edge} y={y - 4} text-anchor={isRightToLeft ? "end" : "start"} direction="ltr">
        {most * part}
      </text>
    </g>
  );
};

interface BarProps {
  readonly counts: HourCounts;
  readonly heightOf: (count: number) => number;
  readonly step: number;
  readonly x: number;
  readonly isMarked: boolean;
  /** A week is marked by its days, a day by its hours. */
  readonly isDaily: boolean;
}

function Bar({ counts, heightOf, step, x, isMarked, isDaily }: BarProps): VNode {
  const base = size.height - size.foot;
  const width = Math.max(step * 0.72, 1);
  const left = x + (step - width) / 2;
  const accepted = heightOf(counts.accepted);
  const refused = heightOf(counts.refused);
  const throttled = heightOf(counts.throttled);
  const at = Date.parse(counts.from);
  return (
    <g>
      <rect class="bar-accepted" x={left} width={width} y={base - accepted} height={accepted} />
      <rect
        class="bar-refused"
        {...{ x: left, width, y: base - accepted - refused, height: refused }}
      />
      <rect
        class="bar-throttled"
        {...{ x: left, width, y: base - accepted - refused - throttled, height: throttled }}
      />
      {isMarked && (
        <text x={x + step / 2} y={size.height - 8} text-anchor="middle" direction="ltr">
          {isDaily ? formatJalaliDate(at).slice(5) : formatTehranTime(at)}
        </text>
      )}
    </g>
  );
}
