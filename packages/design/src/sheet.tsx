/** A modal sheet on the native `<dialog>`: focus stays inside, Escape and the back gesture close it. */
import type { ComponentChildren, VNode } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

export interface SheetProps {
  /** Id of the heading inside. */
  readonly labelledBy: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  /** What is inside runs against the clock and counts as use. */
  readonly isLive?: boolean;
}

export function Sheet({ labelledBy, onClose, children, isLive = false }: SheetProps): VNode {
  const dialog = useRef<HTMLDialogElement>(null);
  // Before the first frame, which has the sheet open then.
  useLayoutEffect(() => {
    const { current } = dialog;
    current?.showModal();
    return () => current?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      class="sheet"
      aria-labelledby={labelledBy}
      data-live={isLive ? "" : undefined}
      onClose={onClose}
      onClick={(event) => {
        // The backdrop belongs to the dialog's own box; what is inside has elements of its own.
        if (event.target === dialog.current) onClose();
      }}
    >
      <div class="sheet-body">
        <span class="sheet-grip" />
        {children}
      </div>
    </dialog>
  );
}
