import { afterAll, beforeAll, expect, test } from "vitest";
import { openChannel, type Channel } from "./channel.ts";
import { counter6, counterCode, importHardToken } from "./hard-token.ts";
import { loadZahra } from "./many-cards.ts";
import { startRestorableBank, type RestorableBank } from "./restorable-bank.ts";

let restorable: RestorableBank;
let shop: Channel;

beforeAll(async () => {
  restorable = await startRestorableBank();
  shop = await openChannel(restorable.bank, "shop");
});

afterAll(() => restorable.stop());

const pay = async (card: string, code: string): Promise<string> => {
  const { body } = await shop.verify({ purpose: "card-second-password", subject: card, code });
  return body.outcome === "accepted" ? "accepted" : body.reason;
};

test(
  "R1 codes of a counter that a restore forgot stay used, two in a row too, and the next two bring it back",
  { timeout: 120_000 },
  async () => {
    const card = (await loadZahra()).cards[0]?.number ?? "";
    const token = await importHardToken(restorable.bank, { customerId: "C1007", card }, counter6);
    const press = (counter: number) => pay(card, counterCode(token, counter));
    expect(await press(0)).toBe("accepted");
    // The first of two: the backup has it, and the second comes after the backup.
    expect(await press(20)).toBe("not_accepted");
    await restorable.backUp();
    expect(await press(21)).toBe("accepted");
    expect(await press(22)).toBe("accepted");

    await restorable.restore();

    restorable.bank.clock.advanceSeconds(1);
    for (const used of [21, 20, 21, 22]) expect(await press(used)).toBe("not_accepted");
    expect(await press(23)).toBe("not_accepted");
    expect(await press(24)).toBe("accepted");
    expect(await press(24)).toBe("not_accepted");
    const { output } = await restorable.ramznama("recover", "--report");
    expect(output).toContain(`token ${token.serial}: codes used that the backup does not know`);
  },
);
