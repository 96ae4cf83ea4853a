/** Whoever holds an account is told that a token answers for it now, each at their own number (product.md). */
import { accountLinkedSms, maskAccountNumber, type AccountNumber } from "@ramznama/persian";
import type { CoreBank } from "../core-bank/index.ts";
import type { Tx } from "../platform/database.ts";
import type { Outbox } from "../sms/index.ts";

/** Mobile numbers of its holders, by account. */
export type HoldersOf = ReadonlyMap<string, ReadonlySet<string>>;

/** @throws RamznamaError `core_bank_unavailable` */
export const findHolders = async (
  coreBank: CoreBank,
  accounts: readonly string[],
): Promise<HoldersOf> =>
  new Map(
    await Promise.all(
      [...new Set(accounts)].map(async (account) => {
        const customers = await coreBank.findCustomers({ account });
        const mobiles = customers.flatMap(({ mobile }) => (mobile === null ? [] : [mobile]));
        return [account, new Set(mobiles)] as const;
      }),
    ),
  );

interface Context {
  readonly outbox: Outbox;
  readonly policy: { readonly bankName: string };
}

/** @param now milliseconds since the Unix epoch */
export const tellHolders = async (
  { outbox, policy }: Context,
  tx: Tx,
  accounts: readonly AccountNumber[],
  holdersOf: HoldersOf,
  now: number,
): Promise<void> => {
  for (const account of accounts) {
    const notice = {
      bankName: policy.bankName,
      unixMilliseconds: now,
      maskedAccountNumber: maskAccountNumber(account),
    };
    const text = accountLinkedSms(notice, "fa");
    for (const to of holdersOf.get(account) ?? []) {
      await outbox.queue(tx, { topic: "account-linked", to, text, usefulSeconds: dayInSeconds });
    }
  }
};

const dayInSeconds = 86_400;
