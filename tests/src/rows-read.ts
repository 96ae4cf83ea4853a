/** How many rows PostgreSQL reads for a statement, counted by PostgreSQL itself, and which tables it reads whole. */
import type pg from "pg";
import type { Statement } from "./recorded-statements.ts";

interface PlanNode {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Actual Rows": number;
  readonly "Actual Loops": number;
  readonly "Rows Removed by Filter"?: number;
  readonly "Rows Removed by Index Recheck"?: number;
  readonly Plans?: readonly PlanNode[];
}

export interface RowsRead {
  /** Tables read from end to end. */
  readonly whole: readonly string[];
  readonly rows: number;
}

export const rowsRead = async (
  client: pg.Client,
  { text, values }: Statement,
): Promise<RowsRead> => {
  const { rows } = await client.query<{ "QUERY PLAN": [{ Plan: PlanNode }] }>(
    `explain (analyze, timing off, format json) ${text}`,
    [...values],
  );
  const plan = rows[0]?.["QUERY PLAN"][0].Plan;
  if (plan === undefined) throw new Error("no plan came back");
  const scans = nodesOf(plan).filter((node) => node["Node Type"].includes("Scan"));
  return {
    whole: scans
      .filter((node) => node["Node Type"] === "Seq Scan")
      .map((node) => node["Relation Name"] ?? "?"),
    rows: scans.reduce((sum, node) => sum + rowsOf(node), 0),
  };
};

const nodesOf = (node: PlanNode): readonly PlanNode[] => [
  node,
  ...(node.Plans ?? []).flatMap(nodesOf),
];

const rowsOf = (node: PlanNode): number =>
  node["Actual Loops"] *
  (node["Actual Rows"] +
    (node["Rows Removed by Filter"] ?? 0) +
    (node["Rows Removed by Index Recheck"] ?? 0));
