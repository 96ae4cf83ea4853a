export { accountLinksWork } from "./account-links.ts";
export { cardIdOf } from "./card-id.ts";
export {
  endLinks,
  endRivalLinks,
  insertLink,
  loadLinks,
  maskedSubject,
  rivalEvents,
  subjectKeyOf,
} from "./link-records.ts";
export { isSubjectTaken, ownsSubject, type LinkedSubject } from "./owned-subjects.ts";
export { linkCard } from "./link-card.ts";
export {
  confirmOwnership,
  loadLinkedTokens,
  ownershipHoldsSince,
  staleLinks,
  type LinkedToken,
} from "./linked-tokens.ts";
export { loginRequirementRoutes } from "./login-requirement.ts";
export { linksRoutes } from "./routes.ts";
export { linksMigrations } from "./tables.ts";
