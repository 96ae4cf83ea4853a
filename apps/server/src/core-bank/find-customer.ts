import { RamznamaError } from "../platform/ramznama-error.ts";
import type { CoreBank, CoreCustomer } from "./port.ts";

/** @throws RamznamaError `customer_not_found`, `core_bank_unavailable` */
export const findCustomer = async (
  coreBank: CoreBank,
  customerId: string,
): Promise<CoreCustomer> => {
  const [customer] = await coreBank.findCustomers({ customerId });
  if (customer === undefined) throw new RamznamaError("customer_not_found");
  return customer;
};
