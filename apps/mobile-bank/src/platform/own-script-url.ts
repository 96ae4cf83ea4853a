/** The one Trusted Types policy of this app: scripts of its own origin and build, for workers and nothing else. */

const names = /^\/(assets\/(argon2|card-reader)-worker-[A-Za-z0-9_-]+\.js|service-worker\.js)$/;

interface ScriptUrlPolicy {
  createScriptURL(url: string): unknown;
}

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): ScriptUrlPolicy;
}

function assertOwn(url: string): string {
  const { origin, pathname } = new URL(url, location.href);
  if (origin !== location.origin || !names.test(pathname)) {
    throw new TypeError("not a script of this app");
  }
  return pathname;
}

let policy: ScriptUrlPolicy | undefined;

/** As a string, which is what the declarations of Worker and ServiceWorkerContainer ask for. */
export function ownScriptUrl(url: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  if (trustedTypes === undefined) return assertOwn(url);
  policy ??= trustedTypes.createPolicy("ramznama", { createScriptURL: assertOwn });
  return policy.createScriptURL(url) as string; // a TrustedScriptURL where they exist
}
