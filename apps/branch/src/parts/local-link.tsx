/** A link to another page of the console, which opens without loading everything anew. */
import type { ComponentChildren, VNode } from "preact";
import { useConsole } from "../app/console-context.ts";

export interface LocalLinkProps {
  readonly to: string;
  readonly children: ComponentChildren;
  readonly look?: string;
  readonly isCurrent?: boolean;
}

export function LocalLink({ to, children, look, isCurrent = false }: LocalLinkProps): VNode {
  const { router } = useConsole();
  return (
    <a
      href={to}
      class={look}
      aria-current={isCurrent ? "page" : undefined}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        router.go(to);
      }}
    >
      {children}
    </a>
  );
}
