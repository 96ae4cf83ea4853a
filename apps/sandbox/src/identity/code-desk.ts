/**
 * The second question of a customer's sign-in: a code from Ramznama, where a live token is linked to the login. Whether
 * it is, only Ramznama knows, and it is asked after the password, so that nobody learns it from this page by a name.
 */
import { getLoginRequirement } from "@ramznama/contract";
import type { BankClient } from "../bank/bank-client.ts";
import type { CodeReferences } from "../bank/code-references.ts";
import { type CodeOutcome, verifyCode } from "../bank/verify-code.ts";

/** Authentication context classes (OpenID Connect Core 1.0 §2), the bank's own names. */
export const ACR = {
  password: "urn:ramznama:acr:pwd",
  passwordAndCode: "urn:ramznama:acr:pwd+otp",
} as const;

/** How the person was recognised: `acr` as above, `amr` in the words of RFC 8176. */
export const recognisedBy = {
  password: { acr: ACR.password, amr: ["pwd"] },
  passwordAndCode: { acr: ACR.passwordAndCode, amr: ["pwd", "otp"] },
};

export interface CodeDesk {
  /** `unanswered`: Ramznama is away; then nobody is let in by the password alone. */
  requirement(gatewayLogin: string): Promise<"needed" | "not_needed" | "unanswered">;
  verify(entry: CodeEntry): Promise<CodeOutcome["kind"]>;
}

interface CodeEntry {
  readonly gatewayLogin: string;
  readonly code: string;
  /** Of this sign-in: one reference for each code that is entered. */
  readonly references: CodeReferences;
  readonly origin: string;
}

export function createCodeDesk(client: BankClient): CodeDesk {
  return {
    async requirement(gatewayLogin) {
      const answer = await client.call(getLoginRequirement, { body: { gatewayLogin } });
      if (!answer.ok) return "unanswered";
      return answer.value.codeRequired ? "needed" : "not_needed";
    },
    async verify({ gatewayLogin, code, references, origin }) {
      const outcome = await verifyCode(client, {
        purpose: "gateway-login",
        subject: gatewayLogin,
        code,
        transactionReference: references.referenceFor([gatewayLogin, code]),
        origin,
      });
      return outcome.kind;
    },
  };
}
