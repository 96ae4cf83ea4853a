/**
 * The requests that wait for a second person, asked for once for whatever shows them: each look at them is an event of
 * the audit. The bar counts them for a supervisor; a teller, who decides nothing, asks at their own screen only.
 */
import { listApprovals, type Approval } from "@ramznama/contract";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { useConsole, usePerson } from "./console-context.ts";
import { hasRole, isAtDesk } from "./session.ts";
import { useChange } from "./use-change.ts";
import { usePages, type Pages } from "./use-pages.ts";
import { useQuietRefresh } from "./use-quiet-refresh.ts";

export const WaitingContext = createContext<Pages<Approval> | undefined>(undefined);

export function useWaiting(): Pages<Approval> {
  const waiting = useContext(WaitingContext);
  if (waiting === undefined) throw new TypeError("nobody asks for the requests here");
  return waiting;
}

export function useAskedWaiting(): Pages<Approval> {
  const { client, router } = useConsole();
  const person = usePerson();
  const isCounted = isAtDesk(person) && hasRole(person, "supervisor");
  const isShown =
    router.place.value.name === "approvals" && hasRole(person, "teller", "supervisor");
  const waiting = usePages(
    "waiting",
    isCounted || isShown
      ? (after) => client.call(listApprovals, { query: { state: "requested", limit: 200, after } })
      : undefined,
    ({ approvals }) => approvals,
  );
  useQuietRefresh(waiting.reload);
  useChange(isShown, () => {
    if (isShown) void waiting.reload();
  });
  return waiting;
}
