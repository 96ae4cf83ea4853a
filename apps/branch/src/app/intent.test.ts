import { beforeEach, describe, expect, test } from "vitest";
import { createIntent } from "./intent.ts";
import { createKeepsake, type Keepsake } from "./keepsake.ts";

/** As a browser's: its own keys are what it holds. */
function createStorage(): Storage {
  const storage: Record<string, unknown> = {};
  const hidden = (name: string, value: unknown): void => {
    Object.defineProperty(storage, name, { value });
  };
  hidden("getItem", (name: string) => (storage[name] as string | undefined) ?? null);
  hidden("setItem", (name: string, value: string) => (storage[name] = value));
  hidden("removeItem", (name: string) => Reflect.deleteProperty(storage, name));
  return storage as unknown as Storage;
}

let storage: Storage;
let keepsake: Keepsake;
let made = 0;
const makeReference = (): string => `reference-${(made += 1)}`;

beforeEach(() => {
  storage = createStorage();
  keepsake = createKeepsake(storage);
});

describe("What is kept over a reload", () => {
  test("the same content has the same reference, also after a reload; other content and the next intent have another", () => {
    const content = { kind: "account-gateway", customerId: "C1001" };
    const first = createIntent(keepsake, "issue C1001", makeReference).referenceFor(content);
    const again = createIntent(createKeepsake(storage), "issue C1001", makeReference);
    expect(again.referenceFor({ ...content })).toBe(first);
    const other = again.referenceFor({ ...content, customerId: "C1002" });
    expect(other).not.toBe(first);
    again.forget();
    expect(again.referenceFor({ ...content, customerId: "C1002" })).not.toBe(other);
  });

  test("what one person typed is not there for the next one, and is still there for the same one", () => {
    keepsake.belongTo("teller");
    keepsake.write("draft", { typed: "12" });
    keepsake.belongTo("teller");
    expect(keepsake.read("draft")).toEqual({ typed: "12" });
    keepsake.belongTo("teller2");
    expect(keepsake.read("draft")).toBeUndefined();
  });

  test("what somebody else wrote into the store is not mistaken for a reference", () => {
    storage.setItem("branch intent x", "not json");
    expect(createIntent(keepsake, "x", makeReference).referenceFor(1)).toMatch(/^reference-/);
  });
});
