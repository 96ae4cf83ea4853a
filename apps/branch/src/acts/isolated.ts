/** Between first-strong isolates (Unicode TR9) a number inside a sentence keeps its own direction. */
export const isolated = (text: string): string => `\u2068${text}\u2069`;
