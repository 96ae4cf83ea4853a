import { expect, test } from "vitest";
import { listWords } from "./list-words.ts";

test("Names beside each other have the comma of the language", () => {
  expect(listWords(["Teller", "Auditor"], "en")).toBe("Teller, Auditor");
  expect(listWords(["باجه", "حسابرس"], "fa")).toMatch(/^باجه،\u200f? حسابرس$/u);
  expect(listWords(["Teller"], "en")).toBe("Teller");
});
