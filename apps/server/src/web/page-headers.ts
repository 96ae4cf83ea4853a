/** What a page of ours may do in a browser: its own files and nothing else (ASVS 5, V3). */

/** The one Trusted Types policy is the app's, for the addresses of its own workers. */
const pagePolicyOf = (scripts: string): string =>
  [
    "default-src 'none'",
    `script-src ${scripts}`,
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types ramznama",
  ].join("; ");

/** The names in /assets hold a digest of the content; everything else may change with the next build. */
export const cacheControlOf = (path: string): string =>
  /[\\/]assets[\\/]/.test(path) ? "public, max-age=31536000, immutable" : "no-cache";

/** The pages of one app: what they may do, and which addresses beside them are doors and never a page. */
export interface Pages {
  readonly policy: string;
  readonly permissions: string;
  readonly doors: RegExp;
}

export const mobileBankPages: Pages = {
  policy: pagePolicyOf("'self' 'wasm-unsafe-eval'"),
  permissions:
    "camera=(self), clipboard-write=(self), geolocation=(), microphone=(), payment=(), usb=()",
  doors: /^\/(device|customer)\/|^\/(openapi\.json|sign-in|callback)\b/,
};

export const branchPages: Pages = {
  policy: pagePolicyOf("'self'"),
  permissions:
    "camera=(), clipboard-write=(self), geolocation=(), microphone=(), payment=(), usb=()",
  doors: /^\/(staff|bank|health)\/|^\/(metrics|openapi\.json|sign-in|callback|sign-out)\b/,
};

export const pageHeadersOf = (
  path: string,
  { policy, permissions }: Pages,
): Readonly<Record<string, string>> => ({
  "cache-control": cacheControlOf(path),
  "content-security-policy": policy,
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": permissions,
});
