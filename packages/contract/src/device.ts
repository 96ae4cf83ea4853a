/** The doors of the phone (api.md, Phone; protocol.md). Binary is base64url; what is sealed stays sealed here. */
import { z } from "zod";
import {
  base64urlSchema,
  platformSchema,
  sha256Schema,
  timestampSchema,
  tokenKindSchema,
  tokenStateSchema,
} from "./formats.ts";
import { serialParams } from "./bank-tokens.ts";
import { defineRoute, device, open } from "./route.ts";

/** HPKE: server key k, encapsulated key, ciphertext. An X-Wing encapsulation is 1,120 bytes. */
export const sealedRequestSchema = z
  .strictObject({
    k: z.string().regex(/^[A-Za-z0-9-]{1,32}$/),
    enc: base64urlSchema(1494, 1494),
    ct: base64urlSchema(22, 8192),
  })
  .meta({ id: "SealedRequest" });
export type SealedRequest = z.infer<typeof sealedRequestSchema>;

/**
 * Null while the phone may show codes without telling. Otherwise why it must declare each tap, and until when unless
 * something more happens.
 */
const declaresSchema = z
  .object({ reason: z.literal("guesses"), until: timestampSchema })
  .nullable();

const idParams = z.strictObject({ id: z.uuid() });

export const getConfiguration = defineRoute({
  name: "getConfiguration",
  listener: "public",
  method: "GET",
  path: "/device/v1/configuration",
  summary: "Policy, names and the list of server keys, signed by the release key",
  access: open,
  status: 200,
  response: z.object({
    bankName: z.string(),
    cardPrefix: z.string(),
    /** Defaults for new tokens; a token's own profile comes with its activation. */
    policy: z.object({
      validitySeconds: z.number().int(),
      digits: z.number().int(),
      stepSeconds: z.number().int(),
      hash: z.enum(["SHA-1", "SHA-256", "SHA-512"]),
    }),
    /** Compact JWS `ramznama-server-keys+jwt`. */
    serverKeys: z.string(),
  }),
});

export const getTime = defineRoute({
  name: "getTime",
  listener: "public",
  method: "GET",
  path: "/device/v1/time",
  summary: "The server's time, signed over the caller's nonce",
  access: open,
  query: z.strictObject({ nonce: base64urlSchema(22, 86) }),
  status: 200,
  /** Compact JWS `ramznama-time+jwt`. */
  response: z.object({ signedTime: z.string() }),
});

export const createRegistration = defineRoute({
  name: "createRegistration",
  listener: "public",
  method: "POST",
  path: "/device/v1/registrations",
  summary: "Ask to register a person on this device; a code follows by SMS if the person is known",
  access: device,
  body: sealedRequestSchema,
  status: 201,
  response: z.object({ registrationId: z.uuid(), expiresAt: timestampSchema }),
  problems: ["server_key_retired", "daily_limit_reached", "rate_limited"],
});

export const confirmRegistration = defineRoute({
  name: "confirmRegistration",
  listener: "public",
  method: "POST",
  path: "/device/v1/registrations/:id/confirmation",
  summary: "Show the SMS code of the registration",
  access: device,
  params: idParams,
  body: sealedRequestSchema,
  status: 200,
  response: z.object({ deviceId: z.uuid(), registeredAt: timestampSchema }),
  problems: [
    "server_key_retired",
    "registration_not_recognised",
    "registration_expired",
    "registration_code_wrong",
    "registration_code_locked",
    "device_already_registered",
    "device_key_used",
  ],
});

export const createActivation = defineRoute({
  name: "createActivation",
  listener: "public",
  method: "POST",
  path: "/device/v1/activations",
  summary: "Activate a token; the same request gets the same answer until it is confirmed",
  access: device,
  body: sealedRequestSchema,
  status: 201,
  response: z.object({
    activationId: z.uuid(),
    encE: base64urlSchema(1494, 1494),
    ctE: base64urlSchema(22, 8192),
    tag: sha256Schema,
  }),
  problems: [
    "server_key_retired",
    "device_not_registered",
    "other_platform",
    "signed_in_as_other",
    "activation_not_recognised",
    "activation_code_expired",
    "activation_code_used",
    "activation_code_locked",
    "activation_too_many_starts",
    "wrong_kind",
    "card_mismatch",
    "customer_blocked",
    "token_state_conflict",
    "daily_limit_reached",
    "rate_limited",
  ],
});

export const confirmActivation = defineRoute({
  name: "confirmActivation",
  listener: "public",
  method: "POST",
  path: "/device/v1/activations/:id/confirmation",
  summary: "Show that the phone derived the root; the token becomes active",
  access: device,
  params: idParams,
  body: z.strictObject({ confirmation: sha256Schema }),
  status: 204,
  problems: [
    "device_not_registered",
    "not_found",
    "confirmation_wrong",
    "customer_blocked",
    "token_state_conflict",
  ],
});

export const listDeviceTokens = defineRoute({
  name: "listDeviceTokens",
  listener: "public",
  method: "GET",
  path: "/device/v1/tokens",
  summary: "What the server knows of this device's tokens",
  access: device,
  status: 200,
  response: z.object({
    tokens: z.array(
      z.object({
        serial: z.string(),
        kind: tokenKindSchema,
        state: tokenStateSchema,
        stateReason: z.string().nullable(),
        subject: z.string(),
        platform: platformSchema.nullable(),
        declares: declaresSchema,
      }),
    ),
  }),
  problems: ["device_not_registered"],
});

export const declareSecond = defineRoute({
  name: "declareSecond",
  listener: "public",
  method: "POST",
  path: "/device/v1/tokens/:serial/declared-seconds",
  summary: "The second of a tap: what a code is compared with while guesses at its token must wait",
  access: device,
  params: serialParams,
  /** Unix second by the server's time, as the phone knows it: ten digits until the year 2286. */
  body: z.strictObject({ second: z.number().int().min(1_000_000_000).max(9_999_999_999) }),
  status: 200,
  response: z.object({ declares: declaresSchema }),
  problems: [
    "device_not_registered",
    "token_not_found",
    "token_state_conflict",
    "second_out_of_window",
    "rate_limited",
  ],
});

export const deleteDeviceToken = defineRoute({
  name: "deleteDeviceToken",
  listener: "public",
  method: "DELETE",
  path: "/device/v1/tokens/:serial",
  summary: "The customer deleted a token on the phone; repeating is harmless",
  access: device,
  params: serialParams,
  status: 204,
  problems: ["device_not_registered"],
});

export const deleteAllDeviceTokens = defineRoute({
  name: "deleteAllDeviceTokens",
  listener: "public",
  method: "DELETE",
  path: "/device/v1/tokens",
  summary: "The vault was erased: every token of this device ends",
  access: device,
  status: 204,
  problems: ["device_not_registered"],
});
