import type { DeleteResult } from "kysely";

export const dayMilliseconds = 86_400_000;

export const daysAgo = (now: number, days: number): Date => new Date(now - days * dayMilliseconds);

export const countDeleted = (results: readonly DeleteResult[]): number =>
  results.reduce((sum, result) => sum + Number(result.numDeletedRows), 0);
