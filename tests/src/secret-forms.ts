/** A secret in every dress it could leak in, and the search for all of them (R10). */

export interface Secret {
  readonly name: string;
  /** Text as UTF-8, keys as they are. */
  readonly bytes: Buffer;
}

export const secretText = (name: string, text: string): Secret => ({
  name,
  bytes: Buffer.from(text),
});

/** A key that the test holds as base64url. */
export const secretKey = (name: string, base64url: string): Secret => ({
  name,
  bytes: Buffer.from(base64url, "base64url"),
});

export interface Form {
  readonly how: string;
  readonly text: string;
}

export const formsOf = ({ bytes }: Secret): readonly Form[] => {
  const text = bytes.toString("utf8");
  const isText = Buffer.from(text).equals(bytes);
  const forms = [...encodings(bytes), ...(isText ? textForms(text) : [])];
  return forms.filter(
    ({ text: form }, at) => forms.findIndex((other) => other.text === form) === at,
  );
};

const encodings = (bytes: Buffer): Form[] => {
  const hex = bytes.toString("hex");
  const percent = hex.replaceAll(/../g, "%$&");
  return [
    { how: "hex", text: hex },
    { how: "hex in capitals", text: hex.toUpperCase() },
    { how: "every byte percent-encoded", text: percent },
    { how: "every byte percent-encoded in capitals", text: percent.toUpperCase() },
    ...[0, 1, 2].flatMap((shift) => base64Forms(bytes, shift)),
  ];
};

/** As it stands in the middle of a longer base64 text, `shift` bytes after a full group: the whole characters of it. */
const base64Forms = (bytes: Buffer, shift: number): Form[] => {
  const whole = Math.floor(((shift + bytes.length) * 8) / 6);
  const text = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString("base64")
    .slice(Math.ceil((shift * 8) / 6), whole);
  const url = text.replaceAll("+", "-").replaceAll("/", "_");
  return [
    { how: `base64, ${shift} bytes in`, text },
    { how: `base64url, ${shift} bytes in`, text: url },
  ];
};

const textForms = (text: string): Form[] => [
  { how: "as it is", text },
  { how: "URL-encoded", text: encodeURIComponent(text) },
  { how: "in JSON", text: JSON.stringify(text).slice(1, -1) },
  ...(/^[0-9]+$/.test(text) ? digitForms(text) : []),
];

const digitForms = (digits: string): Form[] => {
  const scripts = [
    ["Persian digits", shift(digits, 0x6f0)],
    ["Arabic digits", shift(digits, 0x660)],
    ["Latin digits", digits],
  ] as const;
  return scripts.flatMap(([script, text]) => [
    { how: script, text },
    { how: `${script}, URL-encoded`, text: encodeURIComponent(text) },
    ...[" ", "-", "\u00a0", "\u200c", "."].map((mark) => ({
      how: `${script} in fours with ${JSON.stringify(mark)}`,
      text: text.replaceAll(/.{4}(?=.)/g, (group) => group + mark),
    })),
    { how: `${script} in threes`, text: text.replaceAll(/.{3}(?=.)/g, (group) => `${group} `) },
  ]);
};

const shift = (digits: string, zero: number): string =>
  digits.replaceAll(/[0-9]/g, (digit) => String.fromCodePoint(zero + Number(digit)));

/** Name and dress of every secret that stands in the text; never the secret itself, which would leak it here. */
export const findSecrets = (text: string, secrets: readonly Secret[]): readonly string[] =>
  secrets.flatMap((secret) =>
    formsOf(secret)
      .filter((form) => stands(text, form.text))
      .map(({ how }) => `${secret.name}, ${how}`),
  );

/** Six or eight digits occur by chance inside a digest or a longer number; alone they do not. */
const stands = (text: string, form: string): boolean => {
  if (!/^[0-9]{1,10}$/.test(form)) return text.includes(form);
  return new RegExp(`(?<![0-9A-Fa-f])${form}(?![0-9A-Fa-f])`).test(text);
};
