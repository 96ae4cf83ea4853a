/**
 * The languages of the catalogue. Every text is written for both at once, Persian first, so that a
 * missing one does not compile.
 */

export const languages = ["fa", "en"] as const;
export type Language = (typeof languages)[number];

export type Text = Readonly<Record<Language, string>>;
