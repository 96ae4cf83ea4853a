/**
 * Whether a gateway login asks for a code. Asked by whoever has seen the right password: without this door it could only
 * be found out by trying a code. Suspended and blocked tokens count, or a thief would simply leave the code out; while the
 * owner's block stands those that have ended count too, for a thief with the phone can delete them.
 */
import { getLoginRequirement } from "@ramznama/contract";
import type { Keyring } from "../keys/index.ts";
import type { Database } from "../platform/database.ts";
import type { RegisterRoutes } from "../platform/serve-route.ts";
import { subjectKeyOf } from "./link-records.ts";

interface Context {
  readonly database: Database;
  readonly keyring: Keyring;
}

export const loginRequirementRoutes =
  ({ database, keyring }: Context): RegisterRoutes =>
  (serve) => {
    serve(getLoginRequirement, async ({ body }) => {
      const link = await database
        .selectFrom("links")
        .innerJoin("tokens", "tokens.id", "links.token_id")
        .select("links.id")
        .where("links.purpose", "=", "gateway-login")
        .where("links.subject_key", "=", subjectKeyOf(keyring, "gateway-login", body.gatewayLogin))
        .where("links.ended_at", "is", null)
        .where((eb) =>
          eb.or([
            eb("tokens.state", "in", ["active", "suspended"]),
            // Not one that was only issued: nobody ever had its codes.
            eb("tokens.activated_at", "is not", null).and(
              eb.exists(
                eb
                  .selectFrom("customer_blocks")
                  .select("customer_blocks.customer_id")
                  .whereRef("customer_blocks.customer_id", "=", "links.customer_id")
                  .where("lifted_at", "is", null),
              ),
            ),
          ]),
        )
        .limit(1)
        .executeTakeFirst();
      return { codeRequired: link !== undefined };
    });
  };
