/** What a pepper digests: cards and logins are found by it for as long as the bank keeps them, whatever code runs by then. */
import { createHmac, createSecretKey } from "node:crypto";
import { expect, test } from "vitest";
import { systemRandom } from "../platform/random.ts";
import { keyringOf } from "./keyring.ts";

const pepper = Buffer.alloc(32, 7);
const keyring = keyringOf(
  new Map([["subject", [{ id: 1, key: createSecretKey(pepper) }]]]),
  systemRandom,
);

const hmacOf = (hex: string): string =>
  createHmac("sha256", pepper).update(Buffer.from(hex, "hex")).digest("hex");

test.each([
  ["nothing", [], ""],
  ["an empty field", [""], "00000000"],
  ["ASCII", ["card", "6"], "0000000463617264" + "0000000136"],
  ["Persian, by its bytes and not its letters", ["رمز"], "00000006d8b1d985d8b2"],
  ["four bytes a letter", ["😀", ""], "00000004f09f9880" + "00000000"],
  ["half a letter, as U+FFFD", ["\ud83d", "a"], "00000003efbfbd" + "0000000161"],
  ["bytes beside text", ["a", Uint8Array.of(0, 255)], "0000000161" + "0000000200ff"],
] as const)("a digest is over each field after its length: %s", (_name, fields, hex) => {
  expect(keyring.digest("subject", ...fields).toString("hex")).toBe(hmacOf(hex));
});

test("a long field is digested whole", () => {
  const long = "ز".repeat(40_000);
  const hex = "00013880" + Buffer.from(long).toString("hex");
  expect(keyring.digest("subject", long).toString("hex")).toBe(hmacOf(hex));
});
