/** What `ramznama recover` does, and what it says. */
import { lockName, transaction, type Database } from "../platform/database.ts";
import type { RecoveryCause } from "./decide-recovery.ts";
import { judgeForgotten } from "./find-forgotten.ts";
import { JournalWriter } from "./journal-writer.ts";
import { openPatientDisk } from "./patient-disk.ts";
import { compareAndRecover, compareOnly, comparisonLock, type RecoveryContext } from "./recover.ts";
import { reportAsJson, reportAsText, type Report, type ReportedFinding } from "./report.ts";

export interface RecoverRequest {
  readonly force?: boolean | undefined;
  readonly leave?: boolean | undefined;
  readonly report?: boolean | undefined;
  readonly done?: boolean | undefined;
  readonly json?: boolean | undefined;
}

type Context = Omit<RecoveryContext, "disk" | "writer">;

export const runRecovery = async (
  context: Context,
  request: RecoverRequest,
): Promise<{ readonly exitCode: number; readonly text: string }> => {
  const disk = openPatientDisk();
  if (request.done === true) await closeFindings(context.database, new Date(context.clock.now()));
  else if (request.report !== true) await recoverNow({ ...context, disk }, request);
  const report = await loadReport({ ...context, disk });
  const text = request.json === true ? reportAsJson(report) : reportAsText(report);
  return { exitCode: isQuiet(report) ? 0 : 3, text };
};

type DiskContext = Omit<RecoveryContext, "writer">;

const recoverNow = async (context: DiskContext, request: RecoverRequest): Promise<void> => {
  const process = Buffer.from(context.random.bytes(4)).toString("hex");
  const writer = new JournalWriter(context.folder, context.mac, process);
  try {
    const wish = { asked: request.force === true, applies: request.leave !== true };
    await compareAndRecover({ ...context, writer }, wish);
  } finally {
    await context.disk.write(() => writer.close());
  }
};

const isQuiet = ({ waiting, findings }: Report): boolean =>
  waiting.length === 0 &&
  findings.every(({ standing }) => standing === "applied" || standing === "done");

const loadReport = (context: DiskContext): Promise<Report> =>
  transaction(context.database, async (tx) => {
    await lockName(tx, comparisonLock);
    const { decision, missing } = await compareOnly(context, tx);
    const waiting: readonly RecoveryCause[] = decision.kind === "recover" ? decision.causes : [];
    const foreseen = await judgeForgotten(tx, missing);
    const recoveries = await tx
      .selectFrom("recoveries")
      .selectAll()
      .where("floor_second", "is not", null)
      .orderBy("generation")
      .execute();
    const stored = await tx
      .selectFrom("recovery_findings")
      .selectAll()
      .where("standing", "in", ["applied", "left", "open"])
      .orderBy("generation")
      .orderBy("n")
      .execute();
    return {
      now: new Date(context.clock.now()),
      waiting,
      recoveries,
      findings: [
        ...stored.map(({ at, change, finding, standing }): ReportedFinding => ({
          at,
          change,
          finding,
          standing,
        })),
        ...foreseen.flatMap(({ noted, decision: { finding, act } }): ReportedFinding[] =>
          act === "nothing"
            ? []
            : [
                {
                  at: new Date(noted.at),
                  change: noted.change,
                  finding,
                  standing: act === "apply" ? "to-apply" : "open",
                },
              ],
        ),
      ],
    };
  });

/** The operator's word that all that was listed has been dealt with. */
const closeFindings = async (database: Database, at: Date): Promise<void> => {
  await database
    .updateTable("recovery_findings")
    .set({ standing: "done", done_at: at })
    .where("standing", "in", ["applied", "left", "open"])
    .execute();
};
