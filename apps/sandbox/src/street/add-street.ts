/** The places of the street with forms in them, each with the client that speaks for it. */
import { addAtmRoutes } from "../atm/atm-routes.ts";
import { createBankClient } from "../bank/bank-client.ts";
import { createChannelTokens } from "../bank/channel-tokens.ts";
import type { CardSecrets } from "../core-bank/card-secrets.ts";
import type { CoreBankService } from "../core-bank/core-bank.ts";
import type { Accounts } from "../identity/accounts.ts";
import { createSignInThrottle, type SignInThrottle } from "../identity/sign-in-throttle.ts";
import { addInternetBankRoutes } from "../internet-bank/internet-bank-routes.ts";
import { addFormPages } from "../pages/form-pages.ts";
import type { Clock } from "../platform/clock.ts";
import type { HttpServer } from "../platform/http-server.ts";
import type { Logger } from "../platform/logger.ts";
import { addShopRoutes } from "../shop/shop-routes.ts";

export interface StreetOptions {
  readonly coreBank: CoreBankService;
  readonly cardSecrets: CardSecrets;
  readonly accounts: Accounts;
  /** Wrong passwords count here wherever they are typed. */
  readonly throttle: SignInThrottle;
  readonly issuer: string;
  /** The server's internal listener. */
  readonly internalUrl: string;
  readonly bankName: string;
  readonly cardPrefix: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

export async function addStreet(app: HttpServer, options: StreetOptions): Promise<void> {
  const { issuer, internalUrl: address, logger, clock } = options;
  const clientOf = (clientId: string) =>
    createBankClient({ address, bearer: createChannelTokens(issuer, clientId), logger });
  await addFormPages(app, (pages) => {
    addAtmRoutes(pages, { ...options, client: clientOf("atm") });
    addInternetBankRoutes(pages, { ...options, client: clientOf("internet-bank") });
    const throttle = createSignInThrottle(clock);
    addShopRoutes(pages, { ...options, client: clientOf("shop"), throttle });
  });
}
