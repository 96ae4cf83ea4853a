import { createVerification, declareSecond as declareSecondRoute } from "@ramznama/contract";
import { assertNoCardNumber } from "../platform/card-number-guard.ts";
import { RamznamaError } from "../platform/ramznama-error.ts";
import type { RegisterRoutes } from "../platform/serve-route.ts";
import type { Policy } from "../policy.ts";
import { declareSecond, type DeclarationContext } from "./declare-second.ts";
import type { VerifyCode } from "./verifier.ts";

export const verificationRoutes =
  (verifyCode: VerifyCode, policy: Pick<Policy, "cardPrefix">): RegisterRoutes =>
  (serve) => {
    serve(createVerification, ({ caller, body, reference }) => {
      // The route admits whoever may verify something; the purpose decides which scope it takes.
      if (!caller.scopes.has(`verify:${body.purpose}`)) throw new RamznamaError("forbidden");
      const { origin, transactionReference } = body;
      assertNoCardNumber(policy.cardPrefix, { origin, transactionReference });
      return verifyCode({ channel: caller.clientId, request: body, reference });
    });
  };

export const declarationRoutes =
  (context: DeclarationContext): RegisterRoutes =>
  (serve) => {
    serve(declareSecondRoute, ({ caller, params, body, reference }) =>
      declareSecond(context, { caller, serial: params.serial, second: body.second, reference }),
    );
  };
