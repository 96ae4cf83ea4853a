import { expect, test } from "vitest";
import {
  decideEntryPassword,
  entryPasswordForms,
  normaliseEntryPassword,
} from "./decide-entry-password.ts";

const reasonOf = (typed: string) => {
  const decided = decideEntryPassword(typed);
  return decided.ok ? "ok" : decided.reason;
};

test("S7 eight characters or six digits make an entry password", () => {
  expect(["482913", "correct horse", "رمز خوب من", "a1b2c3d4"].map(reasonOf)).toEqual(
    Array(4).fill("ok"),
  );
});

test("S7 five digits, seven digits, seven characters and nothing do not", () => {
  expect(["48291", "4829135", "abcdefz"].map(reasonOf)).toEqual(Array(3).fill("too_short"));
  expect(reasonOf("")).toBe("empty");
  expect(reasonOf("x".repeat(129))).toBe("too_long");
});

test("what people guess first is refused, in digits of every script", () => {
  const common = [
    ...["111111", "123456", "654321", "121212", "123123", "112233", "234567", "901234"],
    ...["12345678", "password", "PASSWORD", "aaaaaaaa", "abcdefgh", "abcabcabc"],
    ...["۱۲۳۴۵۶", "١١١١١١", "۱۲۱۲۱۲"],
  ];
  expect(common.filter((typed) => reasonOf(typed) !== "too_common")).toEqual([]);
});

test("the same password typed on another keyboard is the same password", () => {
  expect(normaliseEntryPassword("۴۸۲۹۱۳")).toBe("482913");
  expect(normaliseEntryPassword("٤٨٢٩١٣")).toBe("482913");
  expect(normaliseEntryPassword("４８２９１３")).toBe("482913");
});

test("S7 Arabic and Persian letters are one password, and an older vault's own letters are tried after them", () => {
  const persian = "کلید قدیمی";
  expect(normaliseEntryPassword("كليد قديمي")).toBe(persian);
  expect(normaliseEntryPassword("كليد قديمى")).toBe(persian);
  expect(entryPasswordForms("كليد قديمي")).toEqual([persian, "كليد قديمي"]);
  expect(entryPasswordForms(persian)).toEqual([persian]);
});

test("the name of this very program is refused in Persian too", () => {
  expect(reasonOf("رمزنما۱۲")).toBe("too_common");
});
