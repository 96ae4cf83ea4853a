export { answerOnce, requesterOf } from "./answer-once.ts";
export { countAgainstLimit, dayInTehran } from "./daily-limits.ts";
export { forgetRequests, requestsMigrations } from "./tables.ts";
