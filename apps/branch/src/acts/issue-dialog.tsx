/** Issuing: the serial goes on the receipt, the activation code to the mobile number in core banking (S3, S4, S27). */
import { issueTokenAtBranch, type IssuedToken } from "@ramznama/contract";
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { Answer } from "../app/bank-client.ts";
import { useConsole, useTexts } from "../app/console-context.ts";
import { useAct } from "../app/use-act.ts";
import { useIntent, useKept } from "../app/use-kept.ts";
import { AskDialog } from "../parts/dialog.tsx";
import { CardChoice } from "./card-choice.tsx";
import type { DialogFrame } from "./dialog-frame.ts";
import { IdentityChoice } from "./identity-choice.tsx";
import { isolated } from "../app/isolated.ts";
import { useIdentity } from "./use-identity.ts";

export interface IssueDialogProps extends DialogFrame {
  readonly kind: "account-gateway" | "card";
}

export function IssueDialog(props: IssueDialogProps): VNode {
  const { kind, customer, onClose, onDone, onFailure } = props;
  const say = useTexts();
  const { client } = useConsole();
  const { customerId, cards } = customer;
  const act = useAct(onFailure);
  const identity = useIdentity(customer);
  const id = `issue ${kind} ${customerId}`;
  const intent = useIntent(id);
  const only = cards.length === 1 ? cards[0]?.cardId : undefined;
  const [cardId, chooseCard, forgetCard] = useKept<string | undefined>(id, only);
  const isCardMissing = kind === "card" && cardId === undefined;
  const [isTried, setTried] = useState(false);
  const forget = (): void => {
    identity.forget();
    forgetCard();
  };
  const ask = async (): Promise<Answer<IssuedToken>> => {
    const seen = await identity.record();
    if (!seen.ok) return seen;
    const requestReference = intent.referenceFor({ kind, cardId });
    const common = { customerId, requestReference };
    const body = kind === "card" ? { kind, cardId: cardId ?? "", ...common } : { kind, ...common };
    return client.call(issueTokenAtBranch, { body });
  };
  const issue = async (): Promise<void> => {
    setTried(true);
    // Both are looked at, so that each says what is missing.
    if (!identity.isReady() || isCardMissing) return;
    const issued = await act.run(ask);
    if (issued === undefined) return;
    intent.forget();
    forget();
    onDone(undefined, { kind: "receipt", receipt: issued.receipt });
  };
  const mobile = customer.mobile ?? say("noMobile");
  return (
    <AskDialog
      title={say(kind === "card" ? "issueCardTitle" : "issueTitle")}
      doWord={say("issueDo")}
      busyWord={say("issuing")}
      isBusy={act.isBusy}
      failure={act.failure}
      onDo={() => void issue()}
      onClose={() => {
        forget();
        onClose();
      }}
    >
      <p>{say(kind === "card" ? "issueCardWhat" : "issueWhat", { mobile: isolated(mobile) })}</p>
      {kind === "card" && (
        <CardChoice
          cards={cards}
          value={cardId}
          onChoose={chooseCard}
          error={isTried && isCardMissing ? say("needsCard") : undefined}
        />
      )}
      <IdentityChoice identity={identity} />
    </AskDialog>
  );
}
