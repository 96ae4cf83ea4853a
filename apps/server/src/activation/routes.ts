import * as contract from "@ramznama/contract";
import type { RegisterRoutes } from "../platform/serve-route.ts";
import { answerRequest, type ActivationContext } from "./answer-request.ts";
import { confirmActivation } from "./confirm-activation.ts";

export const activationRoutes =
  (context: ActivationContext): RegisterRoutes =>
  (serve) => {
    serve(contract.createActivation, ({ caller, body, reference }) =>
      answerRequest(context, { caller, body, reference }),
    );
    serve(contract.confirmActivation, async ({ caller, params, body, reference }) => {
      await confirmActivation(context, {
        activationId: params.id,
        caller,
        confirmation: body.confirmation,
        reference,
      });
    });
  };
