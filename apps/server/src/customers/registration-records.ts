/** The rows of registrations under way. */
import type { Selectable } from "kysely";
import type { Keyring } from "../keys/index.ts";
import type { Tables, Tx } from "../platform/database.ts";

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
