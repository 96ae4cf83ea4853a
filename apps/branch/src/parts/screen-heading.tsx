/** The name of what is open; a screen reader goes on here when another screen opens. */
import type { ComponentChildren, VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useTexts } from "../app/console-context.ts";

export interface ScreenHeadingProps {
  readonly title: string;
  readonly children?: ComponentChildren;
}

export function ScreenHeading({ title, children }: ScreenHeadingProps): VNode {
  const say = useTexts();
  const heading = useRef<HTMLHeadingElement>(null);
  const place = useRef(false);
  useEffect(() => {
    document.title = `${title} · ${say("console")}`;
    if (place.current) return;
    place.current = true;
    // A field that asked for the focus keeps it.
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, [title]);
  return (
    <div class="screen-heading">
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </div>
  );
}
