/** Errors on the wire: RFC 9457 problem details with a stable `code`. Persian text is chosen where people read it. */
import { z } from "zod";
import { platformSchema, timestampSchema } from "./formats.ts";

/** Every code a caller can meet, with its HTTP status and a title for developers. */
export const problems = {
  invalid_request: [400, "The request does not fit the schema"],
  unsupported_media_type: [415, "Send application/json"],
  payload_too_large: [413, "The body is larger than 64 kB"],
  not_found: [404, "There is nothing here"],
  method_not_allowed: [405, "This address takes another method"],
  unauthenticated: [401, "A valid bearer token is needed"],
  token_expired: [401, "The bearer token has expired"],
  forbidden: [403, "This caller may not do that"],
  use_nonce: [401, "Repeat the proof with the nonce of this answer"],
  proof_invalid: [401, "The proof of the device key does not fit this request"],
  proof_replayed: [401, "This proof was used before"],
  reference_reused: [409, "This reference was used with other content"],
  rate_limited: [429, "Too many requests; wait and repeat"],
  daily_limit_reached: [429, "The limit for today is reached"],
  customer_not_found: [404, "Core banking knows no such customer"],
  card_not_found: [404, "Core banking knows no such live card"],
  no_mobile_number: [409, "Core banking holds no mobile number for this customer"],
  identity_required: [
    409,
    "The number changed or a device was released lately; identity must be seen",
  ],
  branch_visit_required: [409, "Only a branch may do this now"],
  customer_blocked: [409, "The customer's tokens are blocked; a branch unblocks them"],
  token_not_found: [404, "There is no such token"],
  token_state_conflict: [409, "The state of the token does not allow this"],
  link_not_allowed: [409, "This kind of token cannot be linked so"],
  account_not_owned: [409, "Core banking does not name the customer as a holder of this account"],
  no_gateway_login: [409, "The customer has no gateway login"],
  registration_not_recognised: [404, "There is no such registration for this device key"],
  registration_expired: [410, "The registration has expired; begin again"],
  registration_code_wrong: [422, "The registration code is wrong"],
  registration_code_locked: [423, "The registration code was tried too often; begin again"],
  device_already_registered: [409, "The customer has a live device already"],
  device_not_registered: [403, "This device key is not registered"],
  other_platform: [409, "This device was registered as the other of app and PWA"],
  device_key_used: [409, "This device key was registered before; make a new one"],
  device_not_found: [404, "There is no such device"],
  activation_not_recognised: [422, "Serial and activation code are not recognised together"],
  activation_code_expired: [410, "The activation code has expired"],
  activation_code_used: [409, "The activation code was used before"],
  activation_code_locked: [423, "The activation code was tried too often"],
  activation_too_many_starts: [423, "This activation was begun too often"],
  wrong_kind: [422, "The token is of the other kind"],
  card_mismatch: [422, "The token belongs to another card"],
  confirmation_wrong: [422, "The confirmation does not fit the activation"],
  second_out_of_window: [422, "The second is too far from the server's time"],
  server_key_retired: [409, "The server key is retired; fetch the configuration anew"],
  sign_in_refused: [422, "Login name and code do not open a session; every cause looks alike"],
  signed_in_as_other: [403, "The page's session belongs to another customer than this device"],
  session_ended: [401, "The session has ended; sign in again"],
  cross_site: [403, "A session is used from its own pages only"],
  branch_required: [403, "This person has no branch; acts at the desk need one"],
  other_branch: [403, "Only the branch that did this may do that"],
  approval_not_found: [404, "There is no such request at this branch"],
  own_request: [403, "Nobody decides a request of their own"],
  approval_expired: [410, "The request has expired; ask anew"],
  approval_voided: [409, "What the request is about has changed; ask anew"],
  approval_decided: [409, "The request was decided already"],
  core_bank_unavailable: [503, "Core banking does not answer; repeat later"],
  database_unavailable: [503, "The database does not answer; repeat later"],
  temporarily_unavailable: [503, "The service is busy or stopping; repeat later"],
  internal_error: [500, "Something failed on our side"],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type ProblemCode = keyof typeof problems;

export const problemCodes = Object.keys(problems) as [ProblemCode, ...ProblemCode[]];

/** `errors[].path` is a JSON path into the request; `reference` finds the request in the logs. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.enum(problemCodes),
    detail: z.string(),
    errors: z.array(z.object({ path: z.string(), code: z.string() })),
    reference: z.string(),
    /** Present on refusals of an activation that was opened: proof that the pinned server refused. */
    refusalTag: z.string().optional(),
    /** With `device_already_registered`, to whoever showed the right code: which device that is. */
    otherDevice: z
      .object({ platform: platformSchema.nullable(), registeredAt: timestampSchema })
      .optional(),
  })
  .meta({ id: "Problem" });

export type Problem = z.infer<typeof problemSchema>;
