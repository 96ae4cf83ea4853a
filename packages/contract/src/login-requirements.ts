/** Whether a login asks for a code: for whoever has checked the password and must know before asking (api.md, Channels). */
import { z } from "zod";
import { gatewayLoginSchema } from "./formats.ts";
import { channel, defineRoute } from "./route.ts";

export const getLoginRequirement = defineRoute({
  name: "getLoginRequirement",
  listener: "internal",
  method: "POST",
  path: "/bank/v1/login-requirements",
  summary: "Whether this gateway login needs a code too; to be asked after the password",
  access: channel("verify:gateway-login"),
  body: z.strictObject({ gatewayLogin: gatewayLoginSchema }),
  status: 200,
  response: z.object({
    /**
     * True also while the token is suspended or blocked, and until the owner's block is lifted even where the token has
     * ended: a stolen phone is not passed by leaving the code out.
     */
    codeRequired: z.boolean(),
  }),
});
