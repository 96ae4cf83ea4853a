import { createVerification } from "@ramznama/contract";
import { assertNoCardNumber } from "../platform/card-number-guard.ts";
import { RamznamaError } from "../platform/ramznama-error.ts";
import type { RegisterRoutes } from "../platform/serve-route.ts";
import type { Policy } from "../policy.ts";
import type { VerifyCode } from "./verifier.ts";

export const verificationRoutes =
  (verifyCode: VerifyCode, { policy }: { readonly policy: Policy }): RegisterRoutes =>
  (serve) => {
    serve(createVerification, ({ caller, body, reference }) => {
      // The route admits whoever may verify something; the purpose decides which scope it takes.
      if (!caller.scopes.has(`verify:${body.purpose}`)) throw new RamznamaError("forbidden");
      const { origin, transactionReference } = body;
      assertNoCardNumber(policy.cardPrefix, { origin, transactionReference });
      return verifyCode({ channel: caller.clientId, request: body, reference });
    });
  };
