/** Every slice's migrations, in the order of their numbers. */
import { activationMigrations } from "./activation/index.ts";
import { approvalsMigrations } from "./approvals/index.ts";
import { auditMigrations } from "./audit/index.ts";
import { customersMigrations } from "./customers/index.ts";
import { deviceProofMigrations } from "./device-proof/index.ts";
import { issuanceMigrations } from "./issuance/index.ts";
import { keysMigrations } from "./keys/index.ts";
import { linksMigrations } from "./links/index.ts";
import type { Migrations } from "./platform/migrations.ts";
import { recoveryMigrations } from "./recovery/index.ts";
import { requestsMigrations } from "./requests/index.ts";
import { sessionsMigrations } from "./sessions/index.ts";
import { smsMigrations } from "./sms/index.ts";
import { tokensMigrations } from "./tokens/index.ts";
import { verificationMigrations } from "./verification/index.ts";

export const migrations: Migrations = {
  ...keysMigrations,
  ...deviceProofMigrations,
  ...requestsMigrations,
  ...tokensMigrations,
  ...issuanceMigrations,
  ...linksMigrations,
  ...customersMigrations,
  ...verificationMigrations,
  ...recoveryMigrations,
  ...activationMigrations,
  ...smsMigrations,
  ...auditMigrations,
  ...sessionsMigrations,
  ...approvalsMigrations,
};
