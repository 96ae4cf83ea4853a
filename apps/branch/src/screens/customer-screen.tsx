/** One customer on one screen: the person beside, the tokens with «چرا کار نمی‌کند؟» before the teller. */
import { listApprovals, listTokens, getCustomer } from "@ramznama/contract";
import { Icon, Note } from "@ramznama/design";
import type { VNode } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { CustomerDialogs } from "../acts/customer-dialogs.tsx";
import type { OpenDialog } from "../acts/open-dialog.ts";
import type { Failure } from "../app/bank-client.ts";
import { useConsole, usePerson, useTexts } from "../app/console-context.ts";
import { isConflict } from "../app/describe-failure.ts";
import { pathOfCustomer } from "../app/router.ts";
import { isAtDesk } from "../app/session.ts";
import { useAnswer } from "../app/use-answer.ts";
import { useKept } from "../app/use-kept.ts";
import { usePages } from "../app/use-pages.ts";
import { useQuietRefresh } from "../app/use-quiet-refresh.ts";
import { useWaiting } from "../app/waiting-requests.ts";
import { FailureNote } from "../parts/failure-note.tsx";
import { LocalLink } from "../parts/local-link.tsx";
import { ScreenHeading } from "../parts/screen-heading.tsx";
import { CustomerTokens } from "./customer-tokens.tsx";
import { PersonColumn } from "./person-column.tsx";

export interface CustomerScreenProps {
  readonly customerId: string;
  readonly serial: string | undefined;
}

export function CustomerScreen({ customerId, serial }: CustomerScreenProps): VNode {
  const say = useTexts();
  const { router, toasts } = useConsole();
  const mayAct = isAtDesk(usePerson());
  const waiting = useWaiting();
  const data = useCustomerData(customerId, mayAct);
  const [open, keepOpen, closeDialog] = useKept<OpenDialog | undefined>(
    `dialog ${customerId}`,
    undefined,
  );
  const [isChanged, setChanged] = useState(false);
  // Who opens a customer goes on with the identity, or with what comes after it.
  const [isWalking, setWalking] = useState(mayAct);
  const { value: customer } = data.customer;
  useWalk(isWalking && open === undefined && !data.customer.isLoading, () => {
    setWalking(false);
  });

  const onOpen = (next: OpenDialog): void => {
    setChanged(false);
    keepOpen(next);
  };
  const onDone = (words: string | undefined, next?: OpenDialog): void => {
    if (words !== undefined) toasts.show(words);
    if (next?.kind === "receipt") {
      router.replace(pathOfCustomer(customerId, next.receipt.serial));
    }
    if (open?.kind === "identity") setWalking(true);
    if (next === undefined) closeDialog();
    else keepOpen(next);
    void data.reload();
  };
  const onFailure = (failure: Failure): void => {
    if (!isConflict(failure)) return;
    closeDialog();
    setChanged(true);
    void data.reload();
  };
  const approvals = data.approvals.value?.approvals ?? [];
  const onChanged = (words: string): void => {
    onDone(words);
    void waiting.reload();
  };
  const shared = { approvals, onOpen, onChanged, onFailure, mayAct };
  return (
    <div class="customer">
      <ScreenHeading title={customer?.name ?? customerId}>
        <LocalLink to="/desk" look="link">
          <Icon name="search" />
          {say("otherCustomer")}
        </LocalLink>
      </ScreenHeading>
      {isChanged && (
        <Note isAlert icon="refresh">
          {say("changedMeanwhile")}
        </Note>
      )}
      <div class="customer-columns">
        <PersonColumn asked={data.customer} {...shared} />
        <CustomerTokens
          {...shared}
          customerId={customerId}
          serial={serial}
          tokens={data.tokens}
          isKnown={customer !== undefined}
          version={data.version}
        />
      </div>
      <FailureNote failure={data.approvals.failure} />
      {open !== undefined && customer !== undefined && (
        <CustomerDialogs
          key={JSON.stringify(open)}
          open={open}
          customer={customer}
          tokens={data.tokens.rows ?? []}
          onOpen={onOpen}
          onClose={closeDialog}
          onDone={onDone}
          onFailure={onFailure}
        />
      )}
    </div>
  );
}

function useCustomerData(customerId: string, mayAct: boolean) {
  const { client, known } = useConsole();
  const [version, setVersion] = useState(0);
  const params = { customerId };
  const found = useMemo(() => known.take(customerId), [customerId]);
  const customer = useAnswer(customerId, () => client.call(getCustomer, { params }), found);
  const tokens = usePages(
    customerId,
    (after) => client.call(listTokens, { query: { customerId, after } }),
    ({ tokens: rows }) => rows,
  );
  const approvals = useAnswer(
    `${customerId} ${mayAct}`,
    mayAct
      ? () => client.call(listApprovals, { query: { customerId, state: "requested" } })
      : undefined,
  );
  const reloadCustomer = async (): Promise<void> => {
    await Promise.all([customer.reload(), tokens.reload()]);
    setVersion((before) => before + 1);
  };
  const reload = async (): Promise<void> => {
    await Promise.all([reloadCustomer(), approvals.reload()]);
  };
  // What waits for a colleague changes without anybody's doing here.
  useQuietRefresh(async () => {
    const waiting = approvals.value?.approvals ?? [];
    if (waiting.length === 0) return;
    const now = (await approvals.reload())?.approvals;
    const isDecided = waiting.some(({ id }) => now?.every((one) => one.id !== id));
    if (isDecided) await reloadCustomer();
  });
  return { customer, tokens, approvals, version, reload };
}

/** Enter walks on: the focus stands on what comes next, the one act that is primary for this person now. */
function useWalk(isReady: boolean, onArrived: () => void): void {
  useEffect(() => {
    if (!isReady) return;
    document.querySelector<HTMLElement>(".person .button-primary")?.focus();
    onArrived();
  }, [isReady]);
}
