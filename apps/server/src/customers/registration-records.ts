/** The rows of registrations under way. */
import type { Selectable } from "kysely";
import type { Keyring } from "../keys/index.ts";
import { later } from "../platform/clock.ts";
import type { Tables, Tx } from "../platform/database.ts";
import type { CodesSent } from "./decide-code-sending.ts";

export type RegistrationRow = Selectable<Tables["registrations"]>;

export interface Person {
  readonly nationalId: string;
  /** `09xxxxxxxxx` */
  readonly mobile: string;
}

export const sealPerson = (keyring: Keyring, id: string, person: Person): Buffer =>
  keyring.seal(
    "person",
    id,
    Buffer.from(JSON.stringify({ nationalId: person.nationalId, mobile: person.mobile })),
  );

export const openPerson = (keyring: Keyring, id: string, box: Uint8Array): Person => {
  const person: unknown = JSON.parse(keyring.open("person", id, box).toString("utf8"));
  if (
    typeof person === "object" &&
    person !== null &&
    "nationalId" in person &&
    "mobile" in person &&
    typeof person.nationalId === "string" &&
    typeof person.mobile === "string"
  ) {
    return { nationalId: person.nationalId, mobile: person.mobile };
  }
  throw new TypeError("a sealed person has another shape");
};

/** Bound to the registration: a code read from one SMS fits no other request. */
export const registrationCodeDigest = (keyring: Keyring, id: string, code: string): Buffer =>
  keyring.digest("registration-code", id, code);

export const lockRegistration = (
  tx: Tx,
  id: string,
  thumbprint: string,
): Promise<RegistrationRow | undefined> =>
  tx
    .selectFrom("registrations")
    .selectAll()
    .where("id", "=", id)
    .where("thumbprint", "=", thumbprint)
    .forUpdate()
    .executeTakeFirst();

/** The first of two codes was asked and has not been typed yet. */
export const isSecondDue = ({ code_digest: next, second_code_digest: second }: RegistrationRow) =>
  next !== null && second !== null && Buffer.compare(next, second) !== 0;

const dayInSeconds = 86_400;

/**
 * What one customer was sent and what was guessed at it. The caller holds the lock of the customer's codes.
 * @param wrongCodes tries of one request: an open one may still spend them all
 */
export const loadCodesSent = async (
  tx: Tx,
  customerId: string,
  wrongCodes: number,
  now: number,
): Promise<CodesSent> => {
  const { withinDay, last, guesses } = await tx
    .selectFrom("registrations")
    .select((eb) => [
      eb.fn
        .countAll<number>()
        .filterWhere("code_sent_at", ">", later(now, -dayInSeconds))
        .as("withinDay"),
      eb.fn.max("code_sent_at").as("last"),
      eb.fn
        .sum<number | null>(
          eb
            .case()
            .when("expires_at", ">", new Date(now))
            .then(eb.val(wrongCodes))
            .else(eb.ref("wrong_attempts"))
            .end(),
        )
        .filterWhere("second_code_digest", "is", null)
        .filterWhere("state", "<>", "confirmed")
        .filterWhere("expires_at", ">", later(now, -365 * dayInSeconds))
        .as("guesses"),
    ])
    .where("customer_id", "=", customerId)
    .where("code_sent_at", "is not", null)
    .executeTakeFirstOrThrow();
  return { withinDay, lastAt: last?.getTime() ?? null, guesses: guesses ?? 0 };
};
