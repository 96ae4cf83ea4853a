/** Where the guarded sources lie. */

export const server = (path: string) => `apps/server/src/${path}`;
export const otp = (path: string) => `packages/otp/src/${path}`;
export const activation = (path: string) => `packages/activation/src/${path}`;
