/** What one person asks for and a second one decides: release of a device, emergency revocation, lifting of a block. */
import {
  liftTokenBlock,
  releaseDeviceAtBranch,
  revokeAllTokens,
  type Approval,
} from "@ramznama/contract";
import type { VNode } from "preact";
import type { Answer } from "../app/bank-client.ts";
import { useConsole, useTexts, type Say } from "../app/console-context.ts";
import { useAct } from "../app/use-act.ts";
import { useIntent } from "../app/use-kept.ts";
import { AskDialog } from "../parts/dialog.tsx";
import type { DialogFrame } from "./dialog-frame.ts";
import { IdentityChoice } from "./identity-choice.tsx";
import { useIdentity } from "./use-identity.ts";

type Kind = "release" | "revoke-all" | "lift-block";

export interface SecondPersonDialogProps extends DialogFrame {
  readonly kind: Kind;
}

/** What waits for a second person; null: somebody has done it meanwhile. */
interface Asked {
  readonly approval: Approval | null;
}

export function SecondPersonDialog(props: SecondPersonDialogProps): VNode {
  const { kind, customer, onClose, onDone, onFailure } = props;
  const say = useTexts();
  const act = useAct(onFailure);
  const id = `${kind} ${customer.customerId}`;
  const intent = useIntent(id);
  const identity = useIdentity(customer);
  const ask = useAsk(props, () => intent.referenceFor({ device: customer.device?.id }));
  const doIt = async (): Promise<void> => {
    if (!identity.isReady()) return;
    const done = await act.run(async () => {
      const seen = await identity.record();
      return seen.ok ? ask() : seen;
    });
    if (done === undefined) return;
    intent.forget();
    identity.forget();
    onDone(say(done.approval === null ? "askNothing" : "askDone"));
  };
  return (
    <AskDialog
      title={say(titles[kind])}
      doWord={say("askDo")}
      look={kind === "lift-block" ? "primary" : "danger"}
      isBusy={act.isBusy}
      failure={act.failure}
      onDo={() => void doIt()}
      onClose={() => {
        identity.forget();
        onClose();
      }}
    >
      <p>{whatWords(kind, customer.name, say)}</p>
      <IdentityChoice identity={identity} />
    </AskDialog>
  );
}

function useAsk(
  { kind, customer }: SecondPersonDialogProps,
  reference: () => string,
): () => Promise<Answer<Asked>> {
  const { client } = useConsole();
  const params = { customerId: customer.customerId };
  return () => {
    switch (kind) {
      case "release": {
        const body = { requestReference: reference() };
        const device = { id: customer.device?.id ?? "" };
        return client.call(releaseDeviceAtBranch, { params: device, body });
      }
      case "revoke-all":
        return client.call(revokeAllTokens, { params, body: { requestReference: reference() } });
      case "lift-block":
        return client.call(liftTokenBlock, { params });
    }
  };
}

const titles = {
  release: "releaseTitle",
  "revoke-all": "revokeAllTitle",
  "lift-block": "liftTitle",
} as const;

function whatWords(kind: Kind, name: string, say: Say): string {
  if (kind === "revoke-all") return say("revokeAllWhat", { name });
  return say(kind === "release" ? "releaseWhat" : "liftWhat");
}
