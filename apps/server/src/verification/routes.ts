import { createVerification } from "@ramznama/contract";
import { RamznamaError } from "../platform/ramznama-error.ts";
import type { RegisterRoutes } from "../platform/serve-route.ts";
import { verifyCode, type VerificationContext } from "./verify-code.ts";

export const verificationRoutes =
  (context: VerificationContext): RegisterRoutes =>
  (serve) => {
    serve(createVerification, ({ caller, body, reference }) => {
      // The route admits whoever may verify something; the purpose decides which scope it takes.
      if (!caller.scopes.has(`verify:${body.purpose}`)) throw new RamznamaError("forbidden");
      return verifyCode(context, { channel: caller.clientId, request: body, reference });
    });
  };
