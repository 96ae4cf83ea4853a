export { answerOnce, requesterOf, type OnceContext } from "./answer-once.ts";
export { countAgainstLimit, dayInTehran } from "./daily-limits.ts";
export { forgetRequests, requestsMigrations } from "./tables.ts";
