/** The guards of customers' sign-in and of the one device, whichever platform (S22, S25, S26): R9. */

import type { Mutation } from "./mutation.ts";
import { activation, server } from "./source-paths.ts";

const centralLogin = "tests/src/central-login.test.ts";
const blockedLogin = "tests/src/blocked-login.test.ts";
const ownLogin = "tests/src/own-login.test.ts";

const oneDevice = "tests/src/one-device.test.ts";

const providerSignIn = server("sessions/provider-sign-in.ts");

export const customerGuards: readonly Mutation[] = [
  {
    name: "a sign-in believes whatever state comes back",
    aim: "R9",
    edits: [
      {
        file: providerSignIn,
        find: "expectedState: state,",
        replace: `expectedState: new URLSearchParams(query).get("state") ?? state,`,
      },
    ],
    test: centralLogin,
  },
  {
    name: "a sign-in asks with a nonce that everybody knows",
    aim: "R9",
    edits: [
      {
        file: providerSignIn,
        find: "nonce: randomNonce(),",
        replace: `nonce: randomNonce().replaceAll(/./g, "A"),`,
      },
    ],
    test: centralLogin,
  },
  {
    name: "a sign-in takes any issuer's answer for its own",
    aim: "R9",
    edits: [
      {
        file: providerSignIn,
        find: "new URL(redirectUriOf(audience) + query),",
        replace: `new URL(
        redirectUriOf(audience) +
          query.replace(
            /iss=[^&]*/,
            "iss=" + encodeURIComponent((await audience.configuration()).serverMetadata().issuer),
          ),
      ),`,
      },
    ],
    test: centralLogin,
  },
  {
    name: "the provider does without PKCE",
    aim: "R9",
    edits: [
      {
        file: "apps/sandbox/src/identity/provider.ts",
        find: "pkce: { required: () => true },",
        replace: "pkce: { required: () => false },",
      },
    ],
    test: centralLogin,
  },
  {
    name: "a sign-in with a code that was written down opens a session later",
    aim: "R9",
    edits: [
      {
        file: server("customer-doors/verify-own-sign-in.ts"),
        find: "const repetitionSeconds = 60;",
        replace: "const repetitionSeconds = 60 * 86_400;",
      },
    ],
    test: ownLogin,
  },
  {
    name: "a suspended token no longer asks for its code at the sign-in",
    aim: "R9",
    edits: [
      {
        file: server("links/login-requirement.ts"),
        find: `["active", "suspended"]`,
        replace: `["active"]`,
      },
    ],
    test: centralLogin,
  },
  {
    name: "a thief ends the blocked tokens and signs in by the password alone",
    aim: "R9",
    edits: [
      {
        file: server("links/login-requirement.ts"),
        find: `eb("tokens.activated_at", "is not", null).and(`,
        replace: `eb("tokens.state", "<>", "ended").and(`,
      },
    ],
    test: blockedLogin,
  },
  {
    name: "the one device is counted for each platform by itself",
    aim: "R9",
    edits: [
      {
        file: server("customers/register-device.ts"),
        find: "if (device === undefined || device.thumbprint === caller.thumbprint) return undefined;",
        replace:
          "if (device?.platform !== row.platform || device?.thumbprint === caller.thumbprint) return undefined;",
      },
    ],
    test: oneDevice,
  },
  {
    name: "a device that is registered as one platform activates as the other",
    aim: "R9",
    edits: [
      {
        file: activation("decide-activation.ts"),
        find: "if (platform != null && platform !== body.platform)",
        replace: "if (platform === body.platform && platform !== body.platform)",
      },
    ],
    test: activation("decide-activation.test.ts"),
  },
  {
    name: "whoever is signed in defines tokens on somebody else's device",
    aim: "R9",
    edits: [
      {
        file: activation("decide-activation.ts"),
        find: "if (signedInAs !== undefined && signedInAs !== device.customerId) {",
        replace: "if (signedInAs === device.customerId && signedInAs !== device.customerId) {",
      },
    ],
    test: oneDevice,
  },
];
