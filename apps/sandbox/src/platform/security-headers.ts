/** The headers of every answer: nothing from a foreign host, nothing framed, nothing guessed. */

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
];

/**
 * A browser holds `form-action` against every redirect that follows a form. Signing in ends in a
 * redirect to the program that asked for it, which the provider has checked and which, in the
 * sandbox, is always on this machine.
 */
const FORMS_HERE = "form-action 'self'";
const FORMS_THAT_SIGN_IN = "form-action 'self' http://localhost:* http://127.0.0.1:*";

export type PageKind = "page" | "sign-in";

export function securityHeaders(kind: PageKind): Record<string, string> {
  const forms = kind === "sign-in" ? FORMS_THAT_SIGN_IN : FORMS_HERE;
  return {
    "content-security-policy": [...CONTENT_SECURITY_POLICY, forms].join("; "),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
  };
}
