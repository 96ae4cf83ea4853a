/** activation-refused.json: messages that must be refused, and with what reason. */
import type { Bytes } from "../platform.ts";
import { encodeBase64url } from "../base64url.ts";
import { encodeActivationBody } from "../activation-messages.ts";
import { seal } from "../hpke.ts";
import { hashDeviceKey } from "../public-jwk.ts";
import { requestInfo } from "../sealed-request.ts";
import { playActivation } from "./make-activation-vectors.ts";
import { fixedPlatform } from "./platforms.ts";
import { deviceKey, drawnAs, vectorActivations } from "./vector-inputs.ts";

interface RefusedCase {
  readonly name: string;
  readonly expected: string;
}

export async function makeRefusedVectors(): Promise<object> {
  const [card, gateway] = vectorActivations;
  if (card === undefined || gateway === undefined) throw new Error("two activations are needed");
  const played = await playActivation(card);
  const other = await playActivation(gateway);
  return {
    about:
      "Negative cases over the first case of activation.json. `requests` go to the server, which " +
      "has its server key and device key; `replies` go to the phone, which has its pending record; " +
      "`refusals` are problems: the phone drops its request only when `tagged` is true.",
    requests: await makeRequests(played, other.request),
    replies: makeReplies(played.answered.reply, other.answered.reply),
    refusals: makeRefusals(),
  };
}

type Played = Awaited<ReturnType<typeof playActivation>>;

async function makeRequests(
  { request, opened, serverKey }: Played,
  others: object,
): Promise<readonly (RefusedCase & { readonly request: unknown })[]> {
  const bodyText = new TextDecoder().decode(encodeActivationBody(opened.body));
  const sealBody = async (name: string, text: string | Bytes, label = "activate") => {
    const deviceKeyHash = await hashDeviceKey(fixedPlatform(), deviceKey.publicJwk);
    const info = requestInfo(
      label === "activate" ? "ramznama/1 activate" : "ramznama/1 register",
      serverKey.k,
      deviceKeyHash,
    );
    const plaintext = typeof text === "string" ? new TextEncoder().encode(text) : text;
    const platform = fixedPlatform(drawnAs(`refused: ${name}`, 64));
    const sealed = await seal(platform, { publicKey: serverKey.publicKey, info }, plaintext, []);
    if (sealed === undefined) throw new Error("the server key of the vectors is none");
    return { k: serverKey.k, enc: encodeBase64url(sealed.enc), ct: encodeBase64url(sealed.ct) };
  };
  const bad = async (name: string, text: string | Bytes) => ({
    name,
    expected: "bad_body",
    request: await sealBody(name, text),
  });
  const malformed = (name: string, value: unknown) => ({
    name,
    expected: "malformed",
    request: value,
  });
  const notOpened = (name: string, value: unknown) => ({
    name,
    expected: "not_opened",
    request: value,
  });
  return [
    malformed("no object", "text"),
    malformed("an unknown key beside k, enc, ct", { ...request, more: 1 }),
    malformed("enc is missing", { k: request.k, ct: request.ct }),
    malformed("enc one byte short", { ...request, enc: request.enc.slice(0, -2) }),
    malformed("ct with padding", { ...request, ct: `${request.ct}=` }),
    malformed("ct shorter than its authentication tag", { ...request, ct: "AAAA" }),
    malformed("k with a space", { ...request, k: "2026 1" }),
    { name: "sealed to another k", expected: "other_server_key", request: { ...request, k: "x" } },
    notOpened("one bit of enc changed", { ...request, enc: flip(request.enc, 0) }),
    notOpened("one bit of ct changed", { ...request, ct: flip(request.ct, 100) }),
    notOpened("ct of another request", { ...request, ct: (others as typeof request).ct }),
    notOpened("sealed for registration", await sealBody("label", bodyText, "register")),
    await bad("an unknown key in the body", `${bodyText.slice(0, -1)},"more":1}`),
    await bad("a key twice", `{"serial":"000000000000",${bodyText.slice(1)}`),
    await bad("white space in the body", bodyText.replace(":", ": ")),
    await bad("keys in another order", reordered(bodyText)),
    await bad("a byte order mark", `\ufeff${bodyText}`),
    await bad("not UTF-8", Uint8Array.of(0x7b, 0xff, 0x7d)),
    await bad("not JSON", "serial"),
    await bad("a code of seven digits", bodyText.replace('"40718263"', '"4071826"')),
    await bad("a code in Persian digits", bodyText.replace('"40718263"', '"۴۰۷۱۸۲۶۳"')),
    await bad("a number for the serial", bodyText.replace('"123456789015"', "123456789015")),
    await bad("an unknown kind", bodyText.replace('"card"', '"cards"')),
    await bad(
      "a card without its number",
      bodyText.replace('"cardNumber":"6280231234567898",', ""),
    ),
    await bad("an unknown platform", bodyText.replace('"pwa"', '"ios"')),
    await bad("pkE one byte short", `${bodyText.slice(0, -6)}"}`),
  ];
}

function makeReplies(
  reply: Played["answered"]["reply"],
  others: Played["answered"]["reply"],
): readonly (RefusedCase & { readonly reply: unknown })[] {
  const malformed = (name: string, value: unknown) => ({
    name,
    expected: "malformed",
    reply: value,
  });
  const wrongTag = (name: string, value: unknown) => ({
    name,
    expected: "wrong_tag",
    reply: value,
  });
  return [
    malformed("no object", null),
    malformed("an unknown key", { ...reply, more: 1 }),
    malformed("an activation id that is a path", { ...reply, activationId: "../../tokens" }),
    malformed("a tag one byte short", { ...reply, tag: reply.tag.slice(0, -2) }),
    malformed("a tag whose last bits are not zero", { ...reply, tag: setLastBits(reply.tag) }),
    wrongTag("one bit of the tag changed", { ...reply, tag: flip(reply.tag, 3) }),
    wrongTag("another activation id", { ...reply, activationId: others.activationId }),
    wrongTag("one bit of encE changed", { ...reply, encE: flip(reply.encE, 900) }),
    wrongTag("one bit of ctE changed", { ...reply, ctE: flip(reply.ctE, 10) }),
    wrongTag("the answer to another request", others),
  ];
}

function makeRefusals(): readonly object[] {
  const tagOf = (code: string) => ({ code, tagOf: code });
  return [
    { name: "tagged by the server", ...tagOf("activation_code_expired"), tagged: true },
    {
      name: "the tag of another refusal",
      code: "activation_code_used",
      tagOf: "activation_code_expired",
      tagged: false,
    },
    { name: "no tag", code: "activation_code_expired", tagged: false },
    { name: "a passing refusal", code: "temporarily_unavailable", tagged: false },
  ];
}

function flip(text: string, at: number): string {
  const bytes = Buffer.from(text, "base64url");
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes.toString("base64url");
}

/** The same bytes to a lax decoder; a strict one refuses the text. */
function setLastBits(text: string): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const last = alphabet.indexOf(text.slice(-1));
  return text.slice(0, -1) + (alphabet[last | 1] ?? "");
}

function reordered(bodyText: string): string {
  const entries = Object.entries(JSON.parse(bodyText) as Record<string, unknown>);
  return JSON.stringify(Object.fromEntries(entries.reverse()));
}
