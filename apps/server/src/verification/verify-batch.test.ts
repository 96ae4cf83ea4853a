/** Batches on the real database: what one bad row, a moved token, a deadlock or a broken connection does to the others. */
import { createHmac, createSecretKey, randomBytes } from "node:crypto";
import { totp, asUnixSeconds, defaultTotpPolicy } from "@ramznama/otp";
import pg from "pg";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { keyringOf } from "../keys/keyring.ts";
import { subjectKeyOf } from "../links/index.ts";
import { createLogger } from "../platform/logger.ts";
import { systemRandom } from "../platform/random.ts";
import { defaultPolicy } from "../policy.ts";
import { createMigratedDatabase, type MigratedDatabase } from "../testing/migrated-database.ts";
import { contentDigest } from "./remembered-answers.ts";
import { createLanePool } from "./verifier.ts";
import { verifyBatch, type BatchResult, type Waiting } from "./verify-batch.ts";

const now = 1_800_000_000_000;
const second = asUnixSeconds(now / 1000 - 5);
const keyring = keyringOf(
  new Map(
    ["seed", "subject", "content"].map((purpose) => [
      purpose,
      [{ id: 1, key: createSecretKey(randomBytes(32)) }],
    ]),
  ),
  systemRandom,
);

let made: MigratedDatabase;
let lanePool: pg.Pool;
const tokensUnderWay = new Set<number>();

beforeAll(async () => {
  made = await createMigratedDatabase();
  lanePool = createLanePool({ url: made.url, logger: createLogger("silent") });
});

afterAll(async () => {
  await lanePool.end();
  await made.drop();
});

afterEach(() => {
  expect([...tokensUnderWay]).toEqual([]);
});

interface Card {
  readonly tokenId: number;
  readonly card: string;
  readonly seed: Buffer;
}

let cards = 0;

const activeCard = async (): Promise<Card> => {
  cards += 1;
  const card = `628023${String(cards).padStart(10, "0")}`;
  const seed = randomBytes(32);
  const serial = String(cards).padStart(12, "0");
  const { rows } = await lanePool.query<{ id: number }>(
    `insert into tokens (serial, kind, customer_id, state, subject, profile, device_id, issued_at, issued_by, sealed_seed)
     values ($1, 'card', 'C1', 'active', '', $2, gen_random_uuid(), now(), 'atm', '') returning id`,
    [serial, JSON.stringify(defaultPolicy.profile)],
  );
  const tokenId = rows[0]?.id ?? 0;
  await lanePool.query("update tokens set sealed_seed = $2 where id = $1", [
    tokenId,
    keyring.seal("seed", `token:${tokenId}`, seed),
  ]);
  await lanePool.query(
    `insert into links (token_id, customer_id, purpose, subject_key, subject, linked_at, linked_by, ownership_seen_at)
     values ($1, 'C1', 'card-second-password', $2, '', now(), 'atm', $3)`,
    [tokenId, subjectKeyOf(keyring, "card-second-password", card), new Date(now)],
  );
  return { tokenId, card, seed };
};

const codeOf = ({ seed }: Card): string =>
  totp((counter) => createHmac("sha256", seed).update(counter).digest(), defaultTotpPolicy, second);

const results = new Map<string, BatchResult>();

let asked = 0;

const ask = (card: Card, changes: { reference?: string; code?: string } = {}): Waiting => {
  asked += 1;
  const verificationId = systemRandom.uuid();
  const transactionReference = changes.reference ?? `reference-${asked}`;
  const request = {
    purpose: "card-second-password",
    subject: card.card,
    code: changes.code ?? codeOf(card),
    transactionReference,
  } as const;
  return {
    call: { channel: "shop", request, reference: "abcdef" },
    verificationId,
    subjectKey: subjectKeyOf(keyring, request.purpose, card.card),
    contentDigest: contentDigest(keyring, request),
    keys: [],
    settle: (result) => results.set(verificationId, result),
  };
};

const run = (batch: readonly Waiting[], pool: Pick<pg.Pool, "query"> = lanePool) =>
  verifyBatch(
    {
      lanePool: pool as pg.Pool,
      clock: { now: () => now },
      keyring,
      policy: defaultPolicy,
      tokensUnderWay,
    },
    batch,
  );

const resultOf = (waiting: Waiting): BatchResult | undefined => results.get(waiting.verificationId);

const acceptedOf = ({ verificationId }: Waiting): BatchResult => ({
  kind: "answered",
  answer: { outcome: "accepted", verificationId },
});

/** Does something between the batch's load and its store, or after a store that nobody hears of. */
const interfering = (meddle: {
  beforeStore?: () => Promise<unknown>;
  afterStore?: () => Promise<unknown>;
}): Pick<pg.Pool, "query"> => ({
  query: (async (statement: pg.QueryConfig) => {
    const stores = statement.name === "verification-store";
    if (stores) await meddle.beforeStore?.();
    const result = await lanePool.query(statement);
    if (stores) await meddle.afterStore?.();
    return result;
  }) as pg.Pool["query"],
});

test("R1 a batch accepts each code once, with its step, its answer and its event", async () => {
  const all = [await activeCard(), await activeCard(), await activeCard()];
  const batch = all.map((card) => ask(card));
  expect(await run(batch)).toEqual([]);
  expect(batch.map(resultOf)).toEqual(batch.map(acceptedOf));
  const { rows } = await lanePool.query(
    `select c.last_accepted_step, a.details as told, v.answer ->> 'verificationId' as answered
     from token_counters c join audit_events a on a.token_id = c.token_id and a.type = 'code.accepted'
     join verifications v on v.answer ->> 'verificationId' = a.details ->> 'verificationId'
     where c.token_id = any($1) order by c.token_id`,
    [all.map(({ tokenId }) => tokenId)],
  );
  expect(rows).toEqual(
    batch.map(({ verificationId }) => ({
      last_accepted_step: second,
      told: { verificationId, purpose: "card-second-password", origin: null, ageSeconds: 5 },
      answered: verificationId,
    })),
  );
});

test("R1 the same code again, in the same batch or a later one, is not accepted", async () => {
  const card = await activeCard();
  const [first, second_] = [ask(card), ask(card)];
  expect(await run([first, second_])).toEqual([second_]);
  expect(await run([second_])).toEqual([]);
  expect(resultOf(first)).toEqual(acceptedOf(first));
  expect(resultOf(second_)).toEqual({ kind: "careful" });
});

test("R1 a token of a batch under way is left for the next one", async () => {
  const card = await activeCard();
  const waiting = ask(card);
  tokensUnderWay.add(card.tokenId);
  expect(await run([waiting])).toEqual([waiting]);
  expect(resultOf(waiting)).toBeUndefined();
  tokensUnderWay.delete(card.tokenId);
  expect(await run([waiting])).toEqual([]);
  expect(resultOf(waiting)).toEqual(acceptedOf(waiting));
});

test.each([
  [
    "revoked",
    "update tokens set state = 'ended', ended_at = now(), sealed_seed = null where id = $1",
  ],
  ["suspended", "update tokens set state = 'suspended' where id = $1"],
  ["unlinked", "update links set ended_at = now() where token_id = $1"],
  ["used elsewhere", "update token_counters set version = version + 1 where token_id = $1"],
])("R1 a token that is %s between load and store is not accepted", async (_what, change) => {
  const [card, other] = [await activeCard(), await activeCard()];
  const [moved, still] = [ask(card), ask(other)];
  const meddled = interfering({ beforeStore: () => lanePool.query(change, [card.tokenId]) });
  expect(await run([moved, still], meddled)).toEqual([moved]);
  expect(resultOf(moved)).toBeUndefined();
  expect(resultOf(still)).toEqual(acceptedOf(still));
  const { rows } = await lanePool.query(
    "select last_accepted_step from token_counters where token_id = $1",
    [card.tokenId],
  );
  expect(rows).toEqual([{ last_accepted_step: null }]);
});

test("R3 an answer whose commit was not heard of is found again, and not as a replay", async () => {
  const waiting = ask(await activeCard());
  let broken = false;
  const breaking = interfering({
    afterStore: () => {
      if (broken) return Promise.resolve();
      broken = true;
      return Promise.reject(Object.assign(new Error("lost"), { code: "ECONNRESET" }));
    },
  });
  expect(await run([waiting], breaking)).toEqual([]);
  expect(resultOf(waiting)).toEqual(acceptedOf(waiting));
});

test("R3 while the database stays away all are told so, and nothing is accepted", async () => {
  const waiting = ask(await activeCard());
  const away: Pick<pg.Pool, "query"> = {
    query: () => Promise.reject(Object.assign(new Error("away"), { code: "ECONNREFUSED" })),
  };
  expect(await run([waiting], away)).toEqual([]);
  expect(resultOf(waiting)).toMatchObject({
    kind: "failed",
    error: { code: "database_unavailable", details: { retryAfterSeconds: 2 } },
  });
});

test("one question that cannot be decided fails alone", async () => {
  const [card, other] = [await activeCard(), await activeCard()];
  await lanePool.query("update tokens set sealed_seed = $2 where id = $1", [
    card.tokenId,
    randomBytes(64),
  ]);
  const [damaged, sound] = [ask(card), ask(other)];
  expect(await run([damaged, sound])).toEqual([]);
  expect(resultOf(damaged)).toMatchObject({ kind: "failed" });
  expect(resultOf(sound)).toEqual(acceptedOf(sound));
});

test("a reference that was answered elsewhere meanwhile takes nobody with it, and spends nothing", async () => {
  const [card, other] = [await activeCard(), await activeCard()];
  const [late, sound] = [ask(card, { reference: "taken-elsewhere" }), ask(other)];
  const meddled = interfering({
    beforeStore: () =>
      lanePool.query(
        `insert into verifications values ('shop', 'taken-elsewhere', $1,
           '{"outcome":"accepted","verificationId":"other"}', $2) on conflict do nothing`,
        [randomBytes(32), new Date(now)],
      ),
  });
  expect(await run([late, sound], meddled)).toEqual([]);
  expect(resultOf(late)).toMatchObject({ kind: "failed", error: { code: "reference_reused" } });
  expect(resultOf(sound)).toEqual(acceptedOf(sound));
  const { rows } = await lanePool.query(
    "select last_accepted_step from token_counters where token_id = $1",
    [card.tokenId],
  );
  expect(rows).toEqual([{ last_accepted_step: null }]);
});

test("a deadlock is tried again", async () => {
  const waiting = ask(await activeCard());
  let times = 0;
  const deadlocked = interfering({
    beforeStore: () => {
      times += 1;
      return times > 2
        ? Promise.resolve()
        : Promise.reject(Object.assign(new Error("deadlock"), { code: "40P01" }));
    },
  });
  expect(await run([waiting], deadlocked)).toEqual([]);
  expect(resultOf(waiting)).toEqual(acceptedOf(waiting));
});

test("the same reference with the same content is answered again, and with other content refused", async () => {
  const card = await activeCard();
  const first = ask(card, { reference: "asked-twice" });
  await run([first]);
  const again = ask(card, { reference: "asked-twice" });
  const other = ask(card, { reference: "asked-twice", code: "00000000" });
  expect(await run([again, other])).toEqual([]);
  expect(resultOf(again)).toEqual({
    kind: "answered",
    answer: { outcome: "accepted", verificationId: first.verificationId, replayed: true },
  });
  expect(resultOf(other)).toMatchObject({ kind: "failed", error: { code: "reference_reused" } });
});

test("R12 a wrong code is counted with the look at it, before the next one is looked at", async () => {
  const card = await activeCard();
  const wrong = ask(card, { code: codeOf(card) === "00000000" ? "00000001" : "00000000" });
  expect(await run([wrong])).toEqual([]);
  expect(resultOf(wrong)).toEqual({ kind: "careful", missed: { tokenId: card.tokenId } });
  const { rows } = await lanePool.query(
    "select failure_seconds, last_accepted_step from token_counters where token_id = $1",
    [card.tokenId],
  );
  expect(rows).toEqual([{ failure_seconds: [now / 1000], last_accepted_step: null }]);
});

test("R12 while a delay is in force a batch looks at no code, not even at the right one", async () => {
  const card = await activeCard();
  const wrong = codeOf(card) === "00000000" ? "00000001" : "00000000";
  for (let count = 0; count < 6; count += 1) await run([ask(card, { code: wrong })]);
  const right = ask(card);
  expect(await run([right])).toEqual([]);
  expect(resultOf(right)).toEqual({ kind: "careful" });
});

test("R3 a recovery between load and store lets nothing through that was decided before it", async () => {
  const waiting = ask(await activeCard());
  const recovered = interfering({
    beforeStore: () =>
      lanePool.query("insert into recoveries values ('00001-recovered', now(), $1, '{}')", [
        now / 1000,
      ]),
  });
  expect(await run([waiting], recovered)).toEqual([waiting]);
  // Asked anew, it lies below the floor.
  expect(await run([waiting])).toEqual([]);
  expect(resultOf(waiting)).toEqual({ kind: "careful" });
  await lanePool.query("delete from recoveries where generation = '00001-recovered'");
});

test("a reference answered elsewhere is refused in a batch of one too", async () => {
  const late = ask(await activeCard(), { reference: "taken-alone" });
  let isTaken = false;
  const meddled = interfering({
    beforeStore: async () => {
      if (isTaken) return;
      isTaken = true;
      await lanePool.query(
        `insert into verifications values ('shop', 'taken-alone', $1,
           '{"outcome":"accepted","verificationId":"other"}', $2)`,
        [randomBytes(32), new Date(now)],
      );
    },
  });
  expect(await run([late], meddled)).toEqual([]);
  expect(resultOf(late)).toMatchObject({ kind: "failed", error: { code: "reference_reused" } });
});

test("a token that somebody holds for long goes the careful way, and holds up nobody else", async () => {
  const [held, other] = [await activeCard(), await activeCard()];
  const holder = new pg.Client({ connectionString: made.url });
  await holder.connect();
  await holder.query("begin");
  await holder.query("select from token_counters where token_id = $1 for update", [held.tokenId]);
  const [waits, passes] = [ask(held), ask(other)];
  expect(await run([waits, passes])).toEqual([]);
  await holder.end();
  expect(resultOf(waits)).toEqual({ kind: "careful" });
  expect(resultOf(passes)).toEqual(acceptedOf(passes));
});

test("R1 a token that is suspended or ended is left to the careful path, and its seed lies with its counters no more", async () => {
  const card = await activeCard();
  const countersOf = async (): Promise<unknown> =>
    (
      await lanePool.query(
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
    await lanePool.query(`update tokens set ${ending} where id = $1`, [card.tokenId]);
    expect(await countersOf()).toEqual(is(false));
    const waiting = ask(card);
    expect(await run([waiting])).toEqual([]);
    expect(resultOf(waiting)).toEqual({ kind: "careful" });
  }
});

test("a token of the same card that does not work, issued or ended, keeps nobody from the batch", async () => {
  const card = await activeCard();
  for (const state of ["issued", "ended"]) {
    await lanePool.query(
      `with other as (
         insert into tokens (serial, kind, customer_id, state, subject, profile, issued_at, issued_by, ended_at)
         values ($1, 'card', 'C1', $2, '', '{}', now(), 'atm', case when $2 = 'ended' then now() end) returning id)
       insert into links (token_id, customer_id, purpose, subject_key, subject, linked_at, linked_by, ownership_seen_at)
       select id, 'C1', 'card-second-password', $3, '', now(), 'atm', $4 from other`,
      [
        ...[`beside-${state}`, state],
        ...[subjectKeyOf(keyring, "card-second-password", card.card), new Date(now)],
      ],
    );
  }
  const waiting = ask(card);
  expect(await run([waiting])).toEqual([]);
  expect(resultOf(waiting)).toEqual(acceptedOf(waiting));
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
      return lanePool.query(statement);
    }) as pg.Pool["query"],
  };
  await run([ask(await activeCard())], recording);
  expect(texts).toHaveLength(2);
  // With fewer rows than these any way is as short; and each ANALYZE makes the lanes plan anew.
  await lanePool.query(
    `with young as (
       insert into tokens (serial, kind, customer_id, state, subject, profile, issued_at, issued_by)
       select 'young-' || n, 'card', 'C1', 'issued', '', '{}', now(), 'atm' from generate_series(1, 300) n
       returning id)
     insert into links (token_id, customer_id, purpose, subject_key, subject, linked_at, linked_by, ownership_seen_at)
     select id, 'C1', 'card-second-password', sha256(id::text::bytea), '', now(), 'atm', now() from young`,
  );
  await lanePool.query("vacuum (analyze) tokens, links, token_counters, verifications");
  for (const text of texts) {
    const { rows } = await lanePool.query<{ "QUERY PLAN": [{ Plan: PlanNode }] }>(
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
