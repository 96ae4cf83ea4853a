/** A few sentences that stand out: what to know before, or what came between. */
import type { ComponentChildren, VNode } from "preact";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icons.ts";

export interface NoteProps {
  readonly children: ComponentChildren;
  readonly icon?: IconName;
  readonly look?: "soft" | "danger";
  /** It appeared while the person was at work and must be heard. */
  readonly isAlert?: boolean;
}

export function Note(props: NoteProps): VNode {
  const { children, icon = "info", look = "soft", isAlert = false } = props;
  return (
    <div class={`note note-${look}`} role={isAlert ? "alert" : undefined}>
      <Icon name={icon} />
      <div>{children}</div>
    </div>
  );
}
