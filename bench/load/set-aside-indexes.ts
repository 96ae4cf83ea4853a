/** Copying rows in is fast without indexes and constraints; afterwards they are made again exactly as they were. */
import type pg from "pg";

interface Definition {
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}

const tables = ["tokens", "links", "token_counters"];

const constraintsOf = async (client: pg.Client): Promise<readonly Definition[]> => {
  const { rows } = await client.query<Definition>(
    `select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
       from pg_constraint
      where contype in ('p', 'u', 'f')
        and (conrelid = any($1::regclass[]) or (contype = 'f' and confrelid = any($1::regclass[])))
      order by case contype when 'f' then 1 else 0 end, conrelid::regclass::text, conname`,
    [tables],
  );
  return rows;
};

const indexesOf = async (client: pg.Client): Promise<readonly Definition[]> => {
  const { rows } = await client.query<Definition>(
    `select indrelid::regclass::text as table, indexrelid::regclass::text as name,
            pg_get_indexdef(indexrelid) as definition
       from pg_index
      where indrelid = any($1::regclass[])
        and not exists (select from pg_constraint where conindid = indexrelid and contype in ('p', 'u'))
      order by 2`,
    [tables],
  );
  return rows;
};

/** @returns what puts them back, and fails if the result is not the same schema */
export const setAsideIndexes = async (client: pg.Client): Promise<() => Promise<void>> => {
  const constraints = await constraintsOf(client);
  const indexes = await indexesOf(client);
  for (const { name } of indexes) await client.query(`drop index ${name}`);
  for (const { table, name } of constraints.toReversed()) {
    await client.query(`alter table ${table} drop constraint "${name}"`);
  }
  return async () => {
    await client.query("set maintenance_work_mem = '512MB'");
    for (const { table, name, definition } of constraints) {
      await client.query(`alter table ${table} add constraint "${name}" ${definition}`);
    }
    for (const { definition } of indexes) await client.query(definition);
    const now = JSON.stringify([await constraintsOf(client), await indexesOf(client)]);
    if (now !== JSON.stringify([constraints, indexes])) {
      throw new Error("the seeded database has other indexes or constraints than the shipped one");
    }
  };
};
