/** What a customer finds at the mobile bank's own doors: signing in with the dynamic code, the home page, signing out. */
import { createCustomerSession, endCustomerSession, getCustomerHome } from "@ramznama/contract";
import type { RegisterRoutes } from "../platform/serve-route.ts";
import { personOfCustomer, type SessionDoor } from "../sessions/index.ts";
import { describeHome, type HomeContext } from "./describe-home.ts";
import { verifyOwnSignIn, type OwnSignInContext } from "./verify-own-sign-in.ts";

interface CustomerDoorsContext extends HomeContext, OwnSignInContext {
  readonly door: SessionDoor;
}

export const customerRoutes =
  (context: CustomerDoorsContext): RegisterRoutes =>
  (serve) => {
    serve(createCustomerSession, async ({ body, reference, exchange }) => {
      const { request, reply } = exchange;
      const customer = await verifyOwnSignIn(context, { ...body, address: request.ip, reference });
      await context.door.signIn(request, reply, personOfCustomer(customer));
      return { name: customer.name };
    });
    serve(getCustomerHome, ({ caller }) => describeHome(context, caller));
    serve(endCustomerSession, ({ exchange: { request, reply } }) =>
      context.door.signOut(request, reply),
    );
  };
