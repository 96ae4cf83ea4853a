/** The people of data/sandbox.json, parsed: customers with cards and accounts, staff, branches. */
import { readFileSync } from "node:fs";
import { roles } from "@ramznama/contract";
import { hasLuhnCheckDigit, parseAccountNumber, type AccountNumber } from "@ramznama/persian";
import { z } from "zod";
import { SandboxError } from "./platform/sandbox-error.ts";

export const CustomerId = z
  .string()
  .regex(/^C\d{4}$/u)
  .brand<"CustomerId">();
export const CardNumber = z
  .string()
  .regex(/^\d{16}$/u)
  .refine(hasLuhnCheckDigit, { error: "check digit" })
  .brand<"CardNumber">();
/** As the whole bank has it. */
export const accountNumber = z.string().transform((text, context): AccountNumber => {
  const parsed = parseAccountNumber(text);
  if (parsed.ok) return parsed.value;
  context.addIssue({ code: "custom", message: "not an account number" });
  return z.NEVER;
});
export const MobileNumber = z
  .string()
  .regex(/^09\d{9}$/u)
  .brand<"MobileNumber">();
const NationalId = z
  .string()
  .regex(/^\d{10}$/u)
  .brand<"NationalId">();
/** Year and month of the Jalali calendar, as printed on the card. */
export const CardExpiry = z.string().regex(/^1[34]\d\d\/(?:0[1-9]|1[0-2])$/u);

export type CustomerId = z.output<typeof CustomerId>;
export type CardNumber = z.output<typeof CardNumber>;
export type MobileNumber = z.output<typeof MobileNumber>;

const Card = z.strictObject({
  number: CardNumber,
  pin: z.string().regex(/^\d{4}$/u),
  cvv2: z.string().regex(/^\d{3}$/u),
  expiry: CardExpiry,
});

const Account = z.strictObject({
  number: accountNumber,
  balanceRials: z.int().nonnegative(),
  jointHolders: z.array(CustomerId).optional(),
});

const Customer = z.strictObject({
  customerId: CustomerId,
  name: z.string().min(1),
  nationalId: NationalId,
  mobile: MobileNumber.nullable(),
  gatewayLogin: z.string().min(1).nullable(),
  password: z.string().min(1),
  cards: z.array(Card),
  accounts: z.array(Account),
  mobileChangedHoursAgo: z.number().nonnegative().optional(),
  note: z.string().optional(),
});

const StaffMember = z.strictObject({
  user: z.string().min(1),
  role: z.enum(roles),
  branch: z.string().optional(),
});

const People = z.strictObject({
  note: z.string(),
  bank: z.strictObject({ name: z.string(), app: z.string(), cardPrefix: z.string() }),
  branches: z.array(z.strictObject({ code: z.string(), name: z.string() })),
  staff: z.array(StaffMember),
  customers: z.array(Customer),
});

export type People = z.output<typeof People>;
export type StaffMember = z.output<typeof StaffMember>;
export type PersonOnFile = z.output<typeof Customer>;

const PEOPLE_FILE = new URL("../data/sandbox.json", import.meta.url);

export function loadPeople(): People {
  try {
    return People.parse(JSON.parse(readFileSync(PEOPLE_FILE, "utf8")));
  } catch (cause) {
    throw new SandboxError(
      "people_invalid",
      "The file apps/sandbox/data/sandbox.json is missing or not as the sandbox expects it.",
      cause,
    );
  }
}
