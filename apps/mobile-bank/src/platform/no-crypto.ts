/** Stands where libraries would import Node's crypto module, which browsers never reach: they have globalThis.crypto. */
export const webcrypto = undefined;
