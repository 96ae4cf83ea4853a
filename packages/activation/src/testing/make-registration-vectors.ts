/** registration.json and encoding.json: the sealed registration, and how bytes are written. */
import { encodeBase64url } from "../base64url.ts";
import { sealRegistration, sealRegistrationCode } from "../registration.ts";
import { publicPoint } from "../public-jwk.ts";
import { independentlyOpen } from "./independent-hpke.ts";
import { fields, hashed } from "./independent-schedule.ts";
import { fixedPlatform } from "./platforms.ts";
import { deviceKey, drawnAs, vectorServerKey } from "./vector-inputs.ts";

export const vectorPerson = {
  nationalId: "1272554953",
  mobile: "09120001001",
  platform: "pwa",
} as const;
export const vectorRegistration = {
  registrationId: "c2a1f5b0-7f0e-4f43-8b35-3d1d2c9b6e03",
  code: "048151",
};

export async function makeRegistrationVectors(): Promise<object> {
  const serverKey = await vectorServerKey();
  const { k, secretKey } = serverKey;
  const to = { serverKey: { k, pk: serverKey.publicKey }, devicePublicKey: deviceKey.publicJwk };
  const random = { first: drawnAs("registration", 64), second: drawnAs("registration code", 64) };
  const first = await sealRegistration(fixedPlatform(random.first), to, vectorPerson);
  const second = await sealRegistrationCode(fixedPlatform(random.second), to, vectorRegistration);
  const deviceKeyHash = hashed(publicPoint(deviceKey.publicJwk));
  const { registrationId } = vectorRegistration;
  const firstInfo = fields("ramznama/1 register", k, deviceKeyHash);
  const secondInfo = fields("ramznama/1 register-code", k, deviceKeyHash, registrationId);
  return {
    about: "The two sealed calls of a registration with fixed randomness. Bytes are hex.",
    given: {
      serverKey: { k, secretKey: hex(secretKey) },
      devicePublicKey: deviceKey.publicJwk,
      person: vectorPerson,
      registration: vectorRegistration,
    },
    calls: [
      openedCall("register", random.first, firstInfo, secretKey, first),
      openedCall("register-code", random.second, secondInfo, secretKey, second),
    ],
  };
}

function openedCall(
  name: string,
  random: Uint8Array,
  info: Buffer,
  secretKey: Uint8Array,
  request: { readonly k: string; readonly enc: string; readonly ct: string },
): object {
  const enc = Buffer.from(request.enc, "base64url");
  const opened = independentlyOpen(secretKey, info, enc, Buffer.from(request.ct, "base64url"));
  const plaintext = opened.plaintext.toString("utf8");
  const { sharedSecret, key, baseNonce } = opened;
  const between = { sharedSecret: hex(sharedSecret), key: hex(key), baseNonce: hex(baseNonce) };
  return { name, random: hex(random), info: hex(info), ...between, plaintext, wire: request };
}

export function makeEncodingVectors(): object {
  const texts = ["", "f", "fo", "foo", "foob", "fooba", "foobar", "\u00fb\u00ff\u00fe"];
  return {
    about:
      "base64url: each text is the only one for its bytes (hex); `refused` must not decode. " +
      "H: SHA-256 over fields, each after its length as a big-endian u32.",
    base64url: texts.map((text) => {
      const bytes = Buffer.from(text, "latin1");
      return { bytes: hex(bytes), text: encodeBase64url(bytes) };
    }),
    refused: ["A", "AAAAA", "Zg==", "Zh", "Zm9", "Zm8=", "Z+8", "Z/8", "Zm 9v", "Zm9v\n", "۱۲۳۴"],
    hashes: [[], [""], ["a", "b"], ["ab", ""], ["", "ab"], ["ramznama/1 request", "2026-1"]].map(
      (parts) => ({
        fields: parts,
        encoded: hex(fields(...parts)),
        hash: hex(hashed(...parts)),
      }),
    ),
  };
}

function hex(value: Uint8Array): string {
  return Buffer.from(value).toString("hex");
}
