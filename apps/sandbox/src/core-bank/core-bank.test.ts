import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { accountNumber, CardNumber, CustomerId, loadPeople } from "../people.ts";
import { createCardSecrets } from "./card-secrets.ts";
import { startCoreBank } from "./core-bank.ts";
import { accountOfCard, balanceOf } from "./core-bank-state.ts";

const folder = mkdtempSync(join(tmpdir(), "ramznama-core-"));
const people = loadPeople();
const start = () => startCoreBank(people, 0, folder);
const at = "2026-11-22T08:00:00.000Z";
const customerId = CustomerId.parse("C1001");
const card = CardNumber.parse("6280239832816831");
const account = accountNumber.parse("2075114320052");

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("the core bank's memory", () => {
  it("Money that moved has moved after a restart too, and moves once per reference", () => {
    const coreBank = start();
    const movement = {
      kind: "money-moved" as const,
      from: account,
      to: null,
      amountRials: 25_000_000,
      description: "خرید",
      reference: "shop-reference-1",
      at,
    };
    expect(coreBank.move(movement).ok).toBe(true);
    const again = start();
    expect(balanceOf(again.state(), account)).toBe(800_000_000);
    expect(again.move(movement)).toEqual({ ok: false, reason: "reference_used" });
    expect(again.state().movements).toHaveLength(1);
  });

  it("A journal of an earlier version, which noted that a sign-in asks for a code, is read", () => {
    const before = start().find({ customerId });
    start().change({ kind: "gateway-code-required", customerId, required: true, at });
    expect(start().find({ customerId })).toEqual(before);
  });

  it("Only the live card's own PIN, CVV2 and expiry are right; a new number keeps them", () => {
    const coreBank = start();
    const secrets = createCardSecrets(people, coreBank);
    const printed = { cvv2: "839", expiry: "1408/10" };
    expect(secrets.verifyPin(card, "4038")).toBe(true);
    for (const pin of ["", "4039", "40380", "1552"])
      expect(secrets.verifyPin(card, pin)).toBe(false);
    expect(secrets.verifyPrinted(card, printed)).toBe(true);
    for (const wrong of [{ cvv2: "838" }, { expiry: "1408/11" }, { cvv2: "" }, { expiry: "" }])
      expect(secrets.verifyPrinted(card, { ...printed, ...wrong })).toBe(false);
    for (const nobodys of ["6280230000000001", ""]) {
      expect(secrets.verifyPin(nobodys, "")).toBe(false);
      expect(secrets.verifyPrinted(nobodys, { cvv2: "", expiry: "" })).toBe(false);
    }
    const newCardNumber = CardNumber.parse("6280230000000001");
    const reissue = { kind: "card-reissued" as const, customerId, at };
    coreBank.change({ ...reissue, cardNumber: card, newCardNumber, expiry: "1410/01" });
    expect(secrets.verifyPin(card, "4038")).toBe(false);
    expect(secrets.verifyPin(newCardNumber, "4038")).toBe(true);
    expect(secrets.verifyPrinted(newCardNumber, { cvv2: "839", expiry: "1410/01" })).toBe(true);
    expect(accountOfCard(coreBank.state(), card)).toBeUndefined();
    expect(accountOfCard(coreBank.state(), newCardNumber)).toBe(account);
  });
});
