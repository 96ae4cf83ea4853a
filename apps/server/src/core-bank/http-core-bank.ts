/** Core banking over HTTP: `POST /customer-lookups` with the key in the body, a bearer token, and little patience. */
import { parseAccountNumber, type AccountNumber } from "@ramznama/persian";
import { z } from "zod";
import { RamznamaError } from "../platform/ramznama-error.ts";
import type { CoreBank } from "./port.ts";

export interface HttpCoreBankOptions {
  readonly url: string;
  /** A bearer token core banking accepts. */
  readonly accessToken: () => Promise<string>;
  readonly timeoutMilliseconds: number;
}

interface Account {
  readonly number: AccountNumber;
  readonly holders: readonly string[];
}

/** An account in a form that is none is left out: it cannot be linked, and its customer's cards go on working. */
const accountsSchema = z
  .array(z.object({ number: z.string(), holders: z.array(z.string()) }))
  .transform((accounts) =>
    accounts.flatMap(({ number, holders }): readonly Account[] => {
      const parsed = parseAccountNumber(number);
      return parsed.ok ? [{ number: parsed.value, holders }] : [];
    }),
  );

const customerSchema = z.object({
  customerId: z.string().min(1).max(32),
  name: z.string().max(200),
  nationalId: z.string(),
  mobile: z
    .string()
    .regex(/^09[0-9]{9}$/)
    .nullable(),
  mobileChangedAt: z.iso
    .datetime({ offset: true })
    .nullable()
    .transform((text) => (text === null ? null : new Date(text))),
  gatewayLogin: z.string().nullable(),
  cards: z.array(z.object({ number: z.string().regex(/^[0-9]{16}$/), active: z.boolean() })),
  accounts: accountsSchema,
});
const answerSchema = z.object({ customers: z.array(customerSchema).max(50) });

export const createHttpCoreBank = (options: HttpCoreBankOptions): CoreBank => ({
  findCustomers: async (key) => {
    try {
      const response = await fetch(`${options.url}/customer-lookups`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${await options.accessToken()}`,
          "content-type": "application/json",
        },
        body: JSON.stringify(key),
        signal: AbortSignal.timeout(options.timeoutMilliseconds),
      });
      if (!response.ok) throw new Error(`core banking answered ${response.status}`);
      return answerSchema.parse(await response.json()).customers;
    } catch (cause) {
      throw new RamznamaError("core_bank_unavailable", { retryAfterSeconds: 5, cause });
    }
  },
});
