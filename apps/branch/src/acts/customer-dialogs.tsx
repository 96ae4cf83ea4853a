/** The question that is open over a customer. */
import type { VNode } from "preact";
import type { DialogFrame } from "./dialog-frame.ts";
import { IdentityDialog } from "./identity-dialog.tsx";
import { IssueDialog } from "./issue-dialog.tsx";
import { LinksDialog } from "./links-dialog.tsx";
import type { OpenDialog } from "./open-dialog.ts";
import { ReceiptDialog } from "./receipt-dialog.tsx";
import { ReprintDialog } from "./reprint-dialog.tsx";
import { ResendDialog } from "./resend-dialog.tsx";
import { SecondPersonDialog } from "./second-person-dialog.tsx";
import { TokenActDialog } from "./token-act-dialog.tsx";

export interface CustomerDialogsProps extends DialogFrame {
  readonly open: OpenDialog;
  readonly onOpen: (next: OpenDialog) => void;
}

export function CustomerDialogs({ open, onOpen, ...frame }: CustomerDialogsProps): VNode {
  switch (open.kind) {
    case "identity":
      return <IdentityDialog {...frame} />;
    case "issue-account":
      return <IssueDialog {...frame} kind="account-gateway" />;
    case "issue-card":
      return <IssueDialog {...frame} kind="card" />;
    case "release":
    case "revoke-all":
    case "lift-block":
      return <SecondPersonDialog {...frame} kind={open.kind} />;
    case "links":
      return <LinksDialog {...frame} serial={open.serial} />;
    case "resend":
      return <ResendDialog {...frame} serial={open.serial} />;
    case "reprint":
      return <ReprintDialog {...frame} serial={open.serial} />;
    case "suspend":
    case "unsuspend":
    case "revoke":
      return <TokenActDialog {...frame} act={open.kind} serial={open.serial} />;
    case "receipt": {
      const { receipt } = open;
      const links = { kind: "links", serial: receipt.serial } as const;
      const isAccount = receipt.kind === "account-gateway";
      return (
        <ReceiptDialog
          receipt={receipt}
          onClose={frame.onClose}
          onLinks={
            isAccount
              ? () => {
                  onOpen(links);
                }
              : undefined
          }
        />
      );
    }
  }
}
