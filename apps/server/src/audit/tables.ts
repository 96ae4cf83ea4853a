import { sql, type Generated } from "kysely";
import type { Migrations } from "../platform/migrations.ts";

declare module "../platform/database.ts" {
  interface Tables {
    audit_events: {
      id: Generated<number>;
      at: Date;
      type: string;
      actor_kind: "channel" | "staff" | "customer" | "device" | "system";
      actor: string;
      branch: string | null;
      customer_id: string | null;
      token_id: number | null;
      serial: string | null;
      details: Record<string, unknown>;
      reference: string | null;
      /** Of an accepted code alone: the event of the accepted code before it, of the same token; 0: there is none. */
      previous_id: Generated<number | null>;
    };
  }
}

export const auditMigrations: Migrations = {
  "0090-audit": {
    up: async (db) => {
      await sql`
        create table audit_events (
          id bigint generated always as identity primary key,
          at timestamptz not null,
          type text not null,
          actor_kind text not null,
          actor text not null,
          branch text,
          customer_id text,
          token_id bigint,
          serial text,
          details jsonb not null default '{}',
          reference text
        );
        create index audit_events_by_customer on audit_events (customer_id, id);
        create index audit_events_by_token on audit_events (token_id, id);
        create index audit_events_by_serial on audit_events (serial, id);
        create index audit_events_by_type on audit_events (type, id);
        create function refuse_change() returns trigger language plpgsql as
          $$ begin raise exception 'audit events are append-only'; end $$;
        create trigger audit_events_append_only before update or delete or truncate on audit_events
          for each statement execute function refuse_change()`.execute(db);
    },
  },
  // Every accepted code appends an event: each index it must enter at a random place costs it more than the event itself.
  "0091-audit-indexes": {
    up: async (db) => {
      await sql`
        drop index audit_events_by_serial;
        drop index audit_events_by_customer;
        drop index audit_events_by_token;
        drop index audit_events_by_type;
        create index audit_events_by_token on audit_events (token_id, id) where token_id is not null;
        create index audit_events_by_customer on audit_events (customer_id, id)
          where token_id is null and customer_id is not null;
        create index audit_events_by_type on audit_events (type, id) where type <> 'code.accepted'`.execute(
        db,
      );
    },
  },
  // Accepted codes enter none of these: they have no branch. A time is found by the
  // id that events had then, by halving: thirty looks at the primary key, and no index on the time.
  "0104-audit-filters": {
    up: async (db) => {
      await sql`
        create index audit_events_by_actor on audit_events (actor, id) where type <> 'code.accepted';
        create index audit_events_by_branch on audit_events (branch, id) where branch is not null;
        create function audit_id_at(moment timestamptz) returns bigint language plpgsql stable as $$
          declare
            first_id bigint;
            end_id bigint;
            middle bigint;
            found_id bigint;
            found_at timestamptz;
          begin
            select coalesce(min(id), 1), coalesce(max(id), 0) + 1 into first_id, end_id from audit_events;
            while first_id < end_id loop
              middle := first_id + (end_id - first_id) / 2;
              select id, at into found_id, found_at from audit_events
                where id >= middle order by id limit 1;
              if found_at >= moment then end_id := middle;
              else first_id := found_id + 1;
              end if;
            end loop;
            return first_id;
          end $$`.execute(db);
    },
  },
  // Of all indexes only the primary key holds accepted codes now (token-events.ts).
  "0113-accepted-codes-name-one-another": {
    up: async (db) => {
      await sql`
        alter table audit_events add column previous_id bigint;
        alter table token_counters add column last_accepted_event bigint not null default 0;
        alter table audit_events disable trigger audit_events_append_only;
        update audit_events e set previous_id = before.previous_id
          from (select id, lag(id, 1, 0::bigint) over (partition by token_id order by id) as previous_id
            from audit_events where type = 'code.accepted') before
          where e.id = before.id;
        alter table audit_events enable trigger audit_events_append_only;
        -- Whoever forgets it, a server of before this among them, stores no event that nobody finds.
        alter table audit_events add check ((type = 'code.accepted') = (previous_id is not null));
        update token_counters c set last_accepted_event = last.id
          from (select token_id, max(id) as id from audit_events where type = 'code.accepted' group by 1) last
          where c.token_id = last.token_id;
        drop index audit_events_by_token;
        create index audit_events_by_token on audit_events (token_id, id)
          where token_id is not null and type <> 'code.accepted'`.execute(db);
    },
  },
};
