/** Open sessions of the console, and an officer's hand on them. */
import { endStaffSession, listStaffSessions, type RouteOutput } from "@ramznama/contract";
import { Button } from "@ramznama/design";
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useConsole, useLanguage, usePerson, useTexts } from "../app/console-context.ts";
import { isolated } from "../app/isolated.ts";
import { listWords } from "../app/list-words.ts";
import { roleTexts } from "../app/role-texts.ts";
import { useAct } from "../app/use-act.ts";
import { usePages } from "../app/use-pages.ts";
import { useQuietRefresh } from "../app/use-quiet-refresh.ts";
import { DataTable } from "../parts/data-table.tsx";
import { AskDialog } from "../parts/dialog.tsx";
import { FailureNote } from "../parts/failure-note.tsx";
import { MomentText } from "../parts/moment-text.tsx";
import { MoreButton } from "../parts/more-button.tsx";
import { ScreenHeading } from "../parts/screen-heading.tsx";

type StaffSession = RouteOutput<typeof listStaffSessions>["sessions"][number];

export function SessionsScreen(): VNode {
  const say = useTexts();
  const { client, toasts } = useConsole();
  const own = usePerson().session?.id;
  const [ending, setEnding] = useState<StaffSession | undefined>(undefined);
  const list = usePages(
    "sessions",
    (after) => client.call(listStaffSessions, { query: { after } }),
    ({ sessions }) => sessions,
  );
  useQuietRefresh(list.reload);
  const { rows } = list;
  return (
    <div class="sessions">
      <ScreenHeading title={say("sessions")} />
      <FailureNote failure={list.failure} onRetry={() => void list.reload()} />
      {rows === undefined && list.isLoading && <p class="quiet">{say("loading")}</p>}
      {rows?.length === 0 && <p class="quiet">{say("noSessions")}</p>}
      {rows !== undefined && rows.length > 0 && (
        <SessionTable rows={rows} own={own} onEnd={setEnding} />
      )}
      <MoreButton more={list.more} />
      {ending !== undefined && (
        <EndDialog
          session={ending}
          onClose={() => {
            setEnding(undefined);
          }}
          onDone={() => {
            setEnding(undefined);
            toasts.show(say("sessionEndedDone"));
            void list.reload();
          }}
        />
      )}
    </div>
  );
}

interface SessionTableProps {
  readonly rows: readonly StaffSession[];
  readonly own: string | undefined;
  readonly onEnd: (session: StaffSession) => void;
}

function SessionTable({ rows, own, onEnd }: SessionTableProps): VNode {
  const say = useTexts();
  const language = useLanguage();
  return (
    <DataTable
      caption={say("sessions")}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        {
          name: say("user"),
          cell: ({ name, user }) => (
            <>
              {name} <bdi class="quiet">{user}</bdi>
            </>
          ),
        },
        {
          name: say("roles"),
          cell: ({ roles }) =>
            listWords(
              roles.map((role) => say(roleTexts[role])),
              language,
            ),
        },
        {
          name: say("eventBranch"),
          cell: ({ branch }) => branch ?? <span class="quiet">{say("noBranch")}</span>,
        },
        { name: say("began"), cell: ({ beganAt }) => <MomentText at={beganAt} /> },
        { name: say("lastUsed"), cell: ({ lastUsedAt }) => <MomentText at={lastUsedAt} /> },
        { name: say("ends"), cell: ({ idleUntil }) => <MomentText at={idleUntil} /> },
        {
          name: say("actColumn"),
          cell: (session) =>
            session.id === own ? (
              <span class="quiet">{say("ownSession")}</span>
            ) : (
              <Button
                look="danger"
                label={say("endSessionOf", { who: session.name })}
                onPress={() => {
                  onEnd(session);
                }}
              >
                {say("endSession")}
              </Button>
            ),
        },
      ]}
    />
  );
}

interface EndDialogProps {
  readonly session: StaffSession;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

function EndDialog({ session, onClose, onDone }: EndDialogProps): VNode {
  const say = useTexts();
  const { client } = useConsole();
  const act = useAct();
  const who = isolated(session.name);
  const end = async (): Promise<void> => {
    const params = { id: session.id };
    const ended = await act.run(() => client.call(endStaffSession, { params }));
    if (ended !== undefined) onDone();
  };
  return (
    <AskDialog
      title={say("endSessionOf", { who })}
      doWord={say("endSession")}
      look="danger"
      isBusy={act.isBusy}
      failure={act.failure}
      onDo={() => void end()}
      onClose={onClose}
    >
      <p>{say("endSessionSure", { who })}</p>
    </AskDialog>
  );
}
