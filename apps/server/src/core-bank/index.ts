export { findCustomer } from "./find-customer.ts";
export { createHttpCoreBank } from "./http-core-bank.ts";
export type { CoreBank, CoreCustomer, CustomerKey } from "./port.ts";
