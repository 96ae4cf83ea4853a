import * as contract from "@ramznama/contract";
import type { PageDoor, RegisterRoutes } from "../platform/serve-route.ts";
import { answerRequest, type ActivationContext } from "./answer-request.ts";
import { confirmActivation } from "./confirm-activation.ts";

export const activationRoutes =
  (
    context: ActivationContext & { readonly pageDoor: Pick<PageDoor, "signedInAs"> },
  ): RegisterRoutes =>
  (serve) => {
    serve(contract.createActivation, async ({ caller, body, reference, exchange }) => {
      const signedInAs = await context.pageDoor.signedInAs(exchange.request, exchange.reply);
      return answerRequest(context, { caller, body, signedInAs, reference });
    });
    serve(contract.confirmActivation, async ({ caller, params, body, reference }) => {
      await confirmActivation(context, {
        activationId: params.id,
        caller,
        confirmation: body.confirmation,
        reference,
      });
    });
  };
