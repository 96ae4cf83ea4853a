/** What a restore forgot, in plain words for the operator, and as JSON lines for programs. */
import type { RecoveryCause } from "./decide-recovery.ts";
import type { LifecycleChange } from "./lifecycle-change.ts";

export interface ReportedFinding {
  readonly at: Date;
  readonly change: LifecycleChange;
  readonly finding: string;
  readonly standing: "applied" | "left" | "open" | "nothing" | "done" | "to-apply";
}

export interface Report {
  readonly now: Date;
  /** Why a recovery is due that has not happened yet. */
  readonly waiting: readonly RecoveryCause[];
  readonly recoveries: readonly {
    readonly generation: string;
    readonly began_at: Date;
    readonly floor_second: number | null;
    readonly causes: readonly string[];
  }[];
  readonly findings: readonly ReportedFinding[];
}

const causeWords: Readonly<Record<RecoveryCause, string>> = {
  asked: "the operator asked for it",
  "database-older": "the database is older than when it was last seen",
  "other-timeline":
    "another copy of the database has become the primary, or it was recovered to a point in time",
  "other-database":
    "the data lies in another database than when it was last seen (a dump was read back)",
  "changes-missing": "the journal tells of changes that the database does not have",
  "generation-lost": "the database was restored to before an earlier recovery",
  "recovered-elsewhere": "a server with another journal folder has recovered",
  "journal-lost":
    "the journal folder is empty, though a journal was kept: what was forgotten cannot be known",
  "journal-unreadable": "the journal folder could not be read: what was forgotten cannot be known",
  "journal-damaged":
    "a file of the journal is damaged; it was set aside as *.damaged, and what follows the damage is unknown",
};

const wordsOf = (cause: string): string =>
  cause in causeWords ? causeWords[cause as RecoveryCause] : cause;

const findingWords: Readonly<Record<string, string>> = {
  revocation: "token ended",
  suspension: "token suspended",
  "link-ended": "link ended",
  "device-ended": "device ended",
  block: "customer blocked all tokens",
  "issue-forgotten": "token issued; the bank does not know it: the customer needs a new one",
  "activation-forgotten":
    "token activated; the bank does not know the phone's key: the customer must enrol again",
  "confirmation-forgotten":
    "token confirmed; its next code confirms it, unless the phone began anew: then enrol again",
  "lift-forgotten": "suspension lifted; it holds again until a branch lifts it",
  "link-forgotten": "link made; a branch must make it again",
  "device-forgotten": "device registered; the customer must register it again",
  "counter-raised":
    "codes used that the backup does not know; they stay used, and the next two in a row work again",
  "unblock-forgotten": "block lifted; it holds again until a branch lifts it",
};

const standingWords: Readonly<Record<ReportedFinding["standing"], string>> = {
  applied: "done again",
  left: "left undone on request",
  open: "to be dealt with",
  "to-apply": "will be done again",
  nothing: "",
  done: "",
};

export const reportAsText = (report: Report): string => {
  const lines = [...recoveryLines(report), ...waitingLines(report), ...findingLines(report)];
  return `${lines.length === 0 ? "Database and journal are in step; nothing was ever forgotten." : lines.join("\n")}\n`;
};

const recoveryLines = ({ recoveries, now }: Report): readonly string[] =>
  recoveries.flatMap(({ began_at, floor_second, causes }) => {
    const floor = new Date((floor_second ?? 0) * 1000);
    const ahead = Math.ceil((floor.getTime() - now.getTime()) / 1000);
    return [
      `Recovered ${began_at.toISOString()}: ${causes.map(wordsOf).join("; ")}.`,
      `  No code made before ${floor.toISOString()} (and what clocks may differ) is accepted.`,
      ...(ahead > 60
        ? [
            `  That lies ${ahead} s ahead: a server's clock was wrong. Until then no code is accepted.`,
          ]
        : []),
    ];
  });

const waitingLines = ({ waiting }: Report): readonly string[] =>
  waiting.length === 0
    ? []
    : [
        `A recovery is due: ${waiting.map(wordsOf).join("; ")}.`,
        "  The next start of a server does it, or now: ramznama recover",
      ];

const order = ["open", "left", "to-apply", "applied"] as const;

const findingLines = ({ findings }: Report): readonly string[] =>
  order.flatMap((standing) => {
    const some = findings.filter((finding) => finding.standing === standing);
    return some.length === 0
      ? []
      : ["", `${some.length} ${standingWords[standing]}:`, ...some.map(findingLine)];
  });

const findingLine = ({ at, change, finding }: ReportedFinding): string =>
  `  ${at.toISOString()}  customer ${change.customer}  ${aboutOf(change)}${findingWords[finding] ?? finding}`;

const aboutOf = (change: LifecycleChange): string => {
  switch (change.kind) {
    case "counter":
      return `token ${change.serial}: `;
    case "token":
      return `token ${change.serial}${change.subject === undefined ? "" : ` (${change.subject})`}: `;
    case "link":
      return `token ${change.serial}, ${change.purpose} ${change.subject}: `;
    case "device":
      return `device ${change.device}: `;
    case "block":
      return "";
  }
};

/** One object a line: recoveries, what is due, findings. */
export const reportAsJson = ({ recoveries, waiting, findings }: Report): string =>
  [
    ...recoveries.map(({ generation, began_at, floor_second, causes }) => ({
      type: "recovery",
      generation,
      at: began_at.toISOString(),
      floorSecond: floor_second,
      causes,
    })),
    ...(waiting.length === 0 ? [] : [{ type: "due", causes: waiting }]),
    ...findings.map(({ at, change, finding, standing }) => ({
      type: "finding",
      at: at.toISOString(),
      finding,
      standing,
      ...withoutKey(change),
    })),
  ]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join("");

/** The digest that finds a link says nothing to a reader. */
const withoutKey = (change: LifecycleChange): object =>
  change.kind === "link" ? { ...change, subjectKey: undefined } : change;
