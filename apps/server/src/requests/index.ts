export { answerOnce, requesterOf } from "./answer-once.ts";
export { countAgainstLimit, dayInTehran } from "./daily-limits.ts";
export { requestsMigrations } from "./tables.ts";
