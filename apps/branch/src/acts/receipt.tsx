/** The receipt («رسید») as it comes out of the printer: a strip as wide as the paper, serial in large groups. */
import type { Receipt } from "@ramznama/contract";
import type { VNode } from "preact";
import { useTexts } from "../app/console-context.ts";
import { MomentText } from "../parts/moment-text.tsx";
import { GroupedNumber, NumberText } from "../parts/number-text.tsx";

export interface ReceiptStripProps {
  readonly receipt: Receipt;
  /** Millimetres. */
  readonly paper: number;
}

export function ReceiptStrip({ receipt, paper }: ReceiptStripProps): VNode {
  const say = useTexts();
  const { kind, subject, branch, isReprint = false } = receipt;
  const isCard = kind === "card";
  return (
    <article class={`receipt receipt-${paper}`} aria-label={say("receiptHead")}>
      <header>
        <strong>{receipt.bankName}</strong>
        <span>
          {say("receiptHead")}
          {isReprint && ` · ${say("receiptReprint")}`}
        </span>
      </header>
      <dl>
        <dt>{say("receiptAt")}</dt>
        <dd>
          <MomentText at={receipt.issuedAt} />
        </dd>
        {branch !== undefined && (
          <>
            <dt>{say("receiptBranch")}</dt>
            <dd>
              <NumberText text={branch} />
            </dd>
          </>
        )}
        <dt>{say("receiptSection")}</dt>
        <dd>{say(`kind_${kind}`)}</dd>
        <dt>{say(isCard ? "receiptCard" : "receiptCustomer")}</dt>
        <dd>{isCard ? <NumberText text={subject} /> : subject}</dd>
      </dl>
      <p class="receipt-serial">
        <span>{say("receiptSerial")}</span>
        <strong>
          <GroupedNumber digits={receipt.serial} />
        </strong>
      </p>
      <dl>
        <dt>{say("receiptSmsTo")}</dt>
        <dd>
          <NumberText text={receipt.smsSentTo} />
        </dd>
        <dt>{say("receiptUntil")}</dt>
        <dd>
          <MomentText at={receipt.activationExpiresAt} />
        </dd>
      </dl>
      <p>{say(isCard ? "receiptNextCard" : "receiptNextAccount")}</p>
      <footer>{say("receiptSecret")}</footer>
    </article>
  );
}
