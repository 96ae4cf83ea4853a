/** A bank of some size for the lists: rows that only a list ever looks at, made by the database itself. */
import type pg from "pg";

interface Size {
  /** Tokens, and about as many events. */
  readonly count: number;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

/** 11 digits and the check digit of Luhn, as SQL. */
const serialOf = (n: string): string => {
  const payload = `(20000000000 + ${n})`;
  const digits = Array.from({ length: 11 }, (_, place) => {
    const digit = `(${payload} / ${10 ** place} % 10)`;
    return place % 2 === 0 ? `(${digit} * 2 - case when ${digit} > 4 then 9 else 0 end)` : digit;
  });
  return `(${payload} * 10 + (10 - (${digits.join(" + ")}) % 10) % 10)::text`;
};

const codesOfOne = 10_000;

/** A token every twelve minutes, back from now, over some two years; a customer has one or two of them. */
export const seedMillion = async (client: pg.Client, { count, now }: Size): Promise<void> => {
  const begin = new Date(now - 2 * 365 * 86_400_000);
  const span = `(interval '730 days' / ${count})`;
  const seed = (text: string, ...values: unknown[]) => client.query(text, values);
  // The triggers of these tables write one row for each of theirs; all of those are written at once below.
  await seed("alter table tokens disable trigger user");
  await seed("alter table links disable trigger user");
  await seed("set synchronous_commit = off");
  // What is made here refers to what is made here: a million look-ups each would only tell that.
  await seed("alter table links drop constraint links_token_id_fkey");
  await seed("alter table token_counters drop constraint token_counters_token_id_fkey");
  await seed(
    `insert into tokens (id, serial, kind, customer_id, state, state_reason, subject, profile,
       device_id, sealed_seed, issued_at, issued_by, branch, activated_at, ended_at)
     overriding system value
     select n, ${serialOf("n")}, case when n % 5 = 0 then 'account-gateway' else 'card' end,
       'C2' || lpad((n::bigint * 7919 % (${count} * 6 / 10 + 1))::text, 6, '0'),
       case when n % 1000 = 1 then 'suspended' when n % 10 = 2 then 'ended'
         when n % 50 = 3 then 'issued' else 'active' end,
       case when n % 1000 = 1 then 'suspended-by-branch' when n % 10 = 2 then 'revoked' end,
       '628023******' || lpad((n % 10000)::text, 4, '0'),
       '{"hash":"SHA-256","digits":8,"stepSeconds":1,"validitySeconds":121,"skewSeconds":10}',
       gen_random_uuid(), '\\x00', $1::timestamptz + n * ${span}, 'atm',
       case when n % 5 = 0 then '12' || lpad((n % 40)::text, 2, '0') end,
       $1::timestamptz + n * ${span},
       case when n % 1000 <> 1 and n % 10 = 2 then $1::timestamptz + n * ${span} end
     from generate_series(1, ${count}) n`,
    begin,
  );
  await seed(
    `insert into links (token_id, customer_id, purpose, subject_key, subject, linked_at, linked_by,
       ownership_seen_at, ended_at)
     select id, customer_id,
       case kind when 'card' then 'card-second-password' else 'gateway-login' end,
       sha256(id::text::bytea), subject, issued_at, 'atm', issued_at, ended_at from tokens`,
  );
  // One token in forty has failed more than once, the later the id the later; some of them must wait.
  await seed(
    `insert into token_counters (token_id, last_accepted_step, failure_seconds)
     select n, 1700000000, case when n % 40 = 0 then
       (select array_agg($1::bigint - (${count} - n) - s order by s desc)
        from generate_series(1, 2 + n % 7) s) else '{}' end
     from generate_series(1, ${count}) n`,
    Math.floor(now / 1_000),
  );
  // One token has been used ten thousand times; its events lie before all others.
  const busy = Math.floor(count / 2);
  await seed(
    `insert into audit_events (id, at, type, actor_kind, actor, customer_id, token_id, serial, details, previous_id)
     overriding system value
     select base.id + n, $1::timestamptz - (${codesOfOne} - n) * interval '1 minute', 'code.accepted', 'channel', 'shop',
       t.customer_id, t.id, t.serial, '{"purpose":"card-second-password"}', case when n = 1 then 0 else base.id + n - 1 end
     from generate_series(1, ${codesOfOne}) n cross join (select coalesce(max(id), 0) as id from audit_events) base
       join tokens t on t.id = ${busy} order by n`,
    begin,
  );
  await seed("select setval('audit_events_id_seq', (select max(id) from audit_events))");
  await seed(
    `update token_counters set last_accepted_event = (select max(id) from audit_events) where token_id = ${busy}`,
  );
  // Each token has one event here.
  await seed(
    `with told as (insert into audit_events (at, type, actor_kind, actor, branch, customer_id, token_id, serial, details,
       previous_id)
     select $1::timestamptz + n * ${span},
       case when n % 20 = 7 then 'code.refused' when n % 20 = 9 then 'tokens.read'
         when n % 50000 = 1 then 'token.revoked' else 'code.accepted' end,
       case when n % 20 = 9 or n % 50000 = 1 then 'staff' else 'channel' end,
       case when n % 20 = 9 or n % 50000 = 1 then 'teller' || n / 20 % 300 else 'shop' end,
       case when n % 20 = 9 or n % 50000 = 1 then '12' || lpad((n / 20 % 40)::text, 2, '0') end,
       t.customer_id, case when n % 20 <> 9 then t.id end, case when n % 20 <> 9 then t.serial end,
       jsonb_build_object('purpose', 'card-second-password', 'origin', 't-' || n % 500, 'cause', 'no_match'),
       case when n % 20 not in (7, 9) and n % 50000 <> 1 then c.last_accepted_event end
     from generate_series(1, ${count}) n join tokens t on t.id = 1 + n::bigint * 7919 % ${count}
       join token_counters c on c.token_id = t.id
     order by n returning id, token_id, type)
     update token_counters c set last_accepted_event = told.id from told
     where told.type = 'code.accepted' and c.token_id = told.token_id`,
    begin,
  );
  await seed(
    `insert into sessions (id, audience, handle_digest, secret_digest, rotated_at, person, name, roles,
       began_at, last_used_at, ends_at, ended_at, ended_reason, roles_checked_at, check_began_at)
     select gen_random_uuid(), 'staff', sha256(n::text::bytea), '\\x00', $1, 'teller' || n % 300, '', '{teller}',
       $1, $1, $1::timestamptz + interval '8 hours',
       case when n < 19950 then $1::timestamptz end, case when n < 19950 then 'signed_out' end, $1, $1
     from generate_series(1, 20000) n`,
    new Date(now),
  );
  await seed(
    `insert into approvals (id, kind, state, branch, customer_id, customer_name, object, subjects, basis,
       requested_by, requested_at, expires_at, decided_by, decided_at)
     select gen_random_uuid(), 'device-release',
       case when n % 5000 = 0 then 'requested' when n % 3 = 0 then 'rejected' else 'approved' end,
       '12' || lpad((n % 40)::text, 2, '0'), 'C' || n, '', n::text, '{}', '\\x00', 'teller',
       $1::timestamptz, $1::timestamptz + interval '2 hours',
       case when n % 5000 <> 0 then 'supervisor' end, case when n % 5000 <> 0 then $1::timestamptz end
     from generate_series(1, ${count} / 5) n`,
    new Date(now),
  );
  const refers = "foreign key (token_id) references tokens (id) not valid";
  await seed(`alter table links add constraint links_token_id_fkey ${refers}`);
  await seed(`alter table token_counters add constraint token_counters_token_id_fkey ${refers}`);
  await seed("alter table tokens enable trigger user");
  await seed("alter table links enable trigger user");
  await seed("select setval(pg_get_serial_sequence('tokens', 'id'), (select max(id) from tokens))");
  await seed("vacuum analyze");
};
