/** The names of the roles in the catalogue. */
import type { Role } from "@ramznama/contract";

export const roleTexts = {
  teller: "roleTeller",
  supervisor: "roleSupervisor",
  officer: "roleOfficer",
  auditor: "roleAuditor",
} as const satisfies Readonly<Record<Role, string>>;
