export { type ApprovedWork, type DecidedBy, type PrepareWork } from "./approved-work.ts";
export { expireApprovals } from "./expire-approvals.ts";
export { fileApproval, voidOpenApproval, type FilingContext } from "./file-approval.ts";
export { approvalsRoutes } from "./routes.ts";
export { approvalsMigrations } from "./tables.ts";
