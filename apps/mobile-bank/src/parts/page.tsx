/** The frame of a screen: a bar with the way back and the title, what it is about, and its action within reach. */
import { IconButton } from "@ramznama/design";
import type { ComponentChildren, VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useTexts } from "../app/app-context.ts";

export interface PageProps {
  readonly title: string;
  readonly onBack?: () => void;
  /** Icon buttons at the end of the bar. */
  readonly tools?: ComponentChildren;
  readonly children: ComponentChildren;
  readonly footer?: ComponentChildren;
}

export function Page({ title, onBack, tools, children, footer }: PageProps): VNode {
  const say = useTexts();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${say("mobileBank")}`;
    // A screen reader goes on at the new screen; a field that asked for the focus keeps it.
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, [title]);
  return (
    <div class="page">
      <header class="bar">
        {onBack && <IconButton icon="back" label={say("back")} onPress={onBack} />}
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {tools}
      </header>
      <main class="content">{children}</main>
      {footer !== undefined && <footer class="foot">{footer}</footer>}
    </div>
  );
}
