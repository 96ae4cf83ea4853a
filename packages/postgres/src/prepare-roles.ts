// The role and the database of the application, made at the first start.

import pg from "pg";

export const applicationRole = "ramznama";
export const applicationDatabase = "ramznama";

export async function prepareRoles(adminUrl: string, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    if (!(await exists(client, "SELECT 1 FROM pg_roles WHERE rolname = $1", applicationRole))) {
      const literal = client.escapeLiteral(password);
      await client.query(`CREATE ROLE ${applicationRole} LOGIN PASSWORD ${literal}`);
    }
    if (
      !(await exists(client, "SELECT 1 FROM pg_database WHERE datname = $1", applicationDatabase))
    ) {
      await client.query(`CREATE DATABASE ${applicationDatabase} OWNER ${applicationRole}`);
    }
  } finally {
    await client.end();
  }
}

async function exists(client: pg.Client, question: string, name: string): Promise<boolean> {
  const { rowCount } = await client.query(question, [name]);
  return rowCount === 1;
}
