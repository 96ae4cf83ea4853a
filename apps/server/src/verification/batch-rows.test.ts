/** Where a batch finds what it decides by: a token in one place while it works, and every row by its key. */
import type pg from "pg";
import { expect, test } from "vitest";
import { createMigratedDatabase } from "../testing/migrated-database.ts";
import { defaultPolicy } from "../policy.ts";
import { parseShortProfile, type TokenProfile } from "../tokens/index.ts";
import { acceptedOf, now, openBatchStand, subjectKeyOfCard } from "./testing/batch-stand.ts";

const stand = openBatchStand(await createMigratedDatabase());

test("R1 a token that is suspended or ended is left to the careful path, and its seed lies with its counters no more", async () => {
  const card = await stand.activeCard();
  const countersOf = async (): Promise<unknown> =>
    (
      await stand.lanePool.query(
        `select serial is not null as serial, profile is not null as profile,
           sealed_seed is not null as seed from token_counters where token_id = $1`,
        [card.tokenId],
      )
    ).rows[0];
  const is = (there: boolean) => ({ serial: there, profile: there, seed: there });
  expect(await countersOf()).toEqual(is(true));
  const endings = [
    "state = 'suspended'",
    "state = 'ended', ended_at = now(), sealed_seed = null",
    "state = 'active', provenance = 'imported', manufacturer = 'M', manufacturer_serial = '1', device_id = null, ended_at = null, sealed_seed = 'x'",
  ];
  for (const ending of endings) {
    await stand.lanePool.query(`update tokens set ${ending} where id = $1`, [card.tokenId]);
    expect(await countersOf()).toEqual(is(false));
    const waiting = stand.ask(card);
    expect(await stand.run([waiting])).toEqual([]);
    expect(stand.resultOf(waiting)).toEqual({ kind: "careful" });
  }
});

test.each<TokenProfile>([
  defaultPolicy.profile,
  { hash: "SHA-1", digits: 6, stepSeconds: 30, validitySeconds: 90, skewSeconds: 0 },
  {
    ...{ hash: "SHA-512", digits: 8, stepSeconds: 60, validitySeconds: 120, skewSeconds: 60 },
    startSeconds: 1_700_000_000,
  },
])("a token's profile lies in short with its counters, and says the same: %o", async (profile) => {
  const card = await stand.activeCard();
  await stand.lanePool.query("update tokens set profile = $2 where id = $1", [
    card.tokenId,
    JSON.stringify(profile),
  ]);
  const { rows } = await stand.lanePool.query<{ profile: string }>(
    "select profile from token_counters where token_id = $1",
    [card.tokenId],
  );
  expect(parseShortProfile(rows[0]?.profile ?? "")).toEqual(profile);
});

test("a token of the same card that does not work, issued or ended, keeps nobody from the batch", async () => {
  const card = await stand.activeCard();
  for (const state of ["issued", "ended"]) {
    await stand.lanePool.query(
      `with other as (
         insert into tokens (serial, kind, customer_id, state, subject, profile, issued_at, issued_by, ended_at)
         values ($1, 'card', 'C1', $2, '', '{}', now(), 'atm', case when $2 = 'ended' then now() end) returning id)
       insert into links (token_id, customer_id, purpose, subject_key, subject, linked_at, linked_by, ownership_seen_at)
       select id, 'C1', 'card-second-password', $3, '', now(), 'atm', $4 from other`,
      [...[`beside-${state}`, state], ...[subjectKeyOfCard(card), new Date(now)]],
    );
  }
  const waiting = stand.ask(card);
  expect(await stand.run([waiting])).toEqual([]);
  expect(stand.resultOf(waiting)).toEqual(acceptedOf(waiting));
});

interface PlanNode {
  readonly "Relation Name"?: string;
  readonly "Node Type": string;
  readonly "Index Name"?: string;
  readonly "Index Cond"?: string;
  readonly "TID Cond"?: string;
  readonly Plans?: readonly PlanNode[];
}

const nodesOf = (node: PlanNode): readonly PlanNode[] => [
  node,
  ...(node.Plans ?? []).flatMap(nodesOf),
];

const keys: Readonly<Record<string, string>> = {
  links: "links_by_subject",
  token_counters: "token_counters_pkey",
  verifications: "verifications_pkey",
  origin_refusals: "origin_refusals_pkey",
};

test("P3 a batch finds every row by its key, also when its plan was made while the tables were young", async () => {
  const texts: string[] = [];
  const recording = {
    query: (async (statement: pg.QueryConfig) => {
      texts.push(statement.text);
      return stand.lanePool.query(statement);
    }) as pg.Pool["query"],
  };
  await stand.run([stand.ask(await stand.activeCard())], recording);
  expect(texts).toHaveLength(2);
  // With fewer rows than these any way is as short; and each ANALYZE makes the lanes plan anew.
  await stand.lanePool.query(
    `with young as (
       insert into tokens (serial, kind, customer_id, state, subject, profile, issued_at, issued_by)
       select 'young-' || n, 'card', 'C1', 'issued', '', '{}', now(), 'atm' from generate_series(1, 300) n
       returning id)
     insert into links (token_id, customer_id, purpose, subject_key, subject, linked_at, linked_by, ownership_seen_at)
     select id, 'C1', 'card-second-password', sha256(id::text::bytea), '', now(), 'atm', now() from young`,
  );
  await stand.lanePool.query("vacuum (analyze) tokens, links, token_counters, verifications");
  for (const text of texts) {
    const { rows } = await stand.lanePool.query<{ "QUERY PLAN": [{ Plan: PlanNode }] }>(
      `explain (generic_plan, format json) ${text}`,
    );
    const [plan] = rows[0]?.["QUERY PLAN"] ?? [];
    const scans = (plan === undefined ? [] : nodesOf(plan.Plan)).filter(
      (node) =>
        keys[node["Relation Name"] ?? ""] !== undefined && node["Node Type"].endsWith("Scan"),
    );
    expect(scans.length).toBeGreaterThan(0);
    for (const scan of scans) {
      const isByPlace = scan["Node Type"] === "Tid Scan" && scan["TID Cond"] !== undefined;
      const isByKey = scan["Index Cond"] !== undefined && scan["Index Name"];
      expect([scan, isByPlace || isByKey]).toEqual([
        scan,
        isByPlace || keys[scan["Relation Name"] ?? ""],
      ]);
    }
  }
});
