/** The receipt on the screen as it is printed; Enter prints, and for an account/gateway token the links come next. */
import type { Receipt } from "@ramznama/contract";
import { Button } from "@ramznama/design";
import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useConsole, useTexts } from "../app/console-context.ts";
import { paperWidths } from "../app/settings.ts";
import { Choice } from "../parts/choice.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { layPaper } from "./paper-sheet.ts";
import { ReceiptStrip } from "./receipt.tsx";

export interface ReceiptDialogProps {
  readonly receipt: Receipt;
  readonly onClose: () => void;
  readonly onLinks: (() => void) | undefined;
}

export function ReceiptDialog({ receipt, onClose, onLinks }: ReceiptDialogProps): VNode {
  const say = useTexts();
  const { settings } = useConsole();
  const paper = settings.paper.value;
  const frame = useRef<HTMLDivElement>(null);
  const print = useRef<HTMLDivElement>(null);
  const lay = (): void => {
    const strip = frame.current?.querySelector<HTMLElement>(".receipt");
    if (strip != null) layPaper(strip, paper);
  };
  useEffect(() => {
    // Fonts may come after the strip and change its length.
    void document.fonts.ready.then(lay);
    lay();
  }, [paper, receipt]);
  useEffect(() => {
    print.current?.querySelector("button")?.focus();
  }, []);
  return (
    <Dialog title={say("receiptTitle")} onClose={onClose} isWide>
      <div class="receipt-frame" ref={frame}>
        <ReceiptStrip receipt={receipt} paper={paper} />
      </div>
      <div class="receipt-side">
        <Choice
          name="paper"
          label={say("paper")}
          options={paperWidths.map((width) => [String(width), say(`paper${width}`)] as const)}
          value={String(paper)}
          onChoose={(chosen) => {
            settings.paper.value = paperWidths.find((width) => String(width) === chosen) ?? 80;
          }}
        />
        <div class="receipt-acts" ref={print}>
          <Button
            icon="printer"
            onPress={() => {
              lay();
              globalThis.print();
            }}
          >
            {say("receiptPrint")}
          </Button>
          {onLinks !== undefined && (
            <Button look="soft" icon="link" onPress={onLinks}>
              {say("linkNow")}
            </Button>
          )}
          <Button look="plain" onPress={onClose}>
            {say("close")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
