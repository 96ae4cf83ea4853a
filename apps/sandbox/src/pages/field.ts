/** Parts of forms: a field with its label, its hint and what is wrong with it. */
import { type Html, html } from "./html.ts";
import { icon } from "./icons.ts";

export interface FieldParts {
  readonly name: string;
  readonly label: string;
  readonly value?: string | undefined;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  /** `number`: the number keyboard; `digits`: in groups of four while typing, `amount`: of three. */
  readonly kind?: "text" | "number" | "digits" | "amount" | "secret-digits" | "password";
  readonly autocomplete?: string;
  readonly maxLength?: number;
  readonly autofocus?: boolean;
  readonly optional?: boolean;
}

export function renderField(field: FieldParts): Html {
  const { name, label, value, hint, error, kind = "text", maxLength = 128 } = field;
  const secret = kind === "password" || kind === "secret-digits";
  const notes = [error && `${name}-error`, hint && `${name}-hint`].filter(Boolean).join(" ");
  return html`<div class="field">
    <label for="${name}">${label}</label>
    <input
      id="${name}"
      name="${name}"
      type="${secret ? "password" : "text"}"
      value="${value}"
      dir="ltr"
      maxlength="${maxLength}"
      autocomplete="${field.autocomplete ?? "off"}"
      autocapitalize="none"
      spellcheck="false"
      ${kind === "digits" ? groupsOfFour : kind === "amount" ? groupsOfThree : undefined}
      ${kind === "secret-digits" || kind === "number" ? numberKeyboard : undefined}
      ${notes === "" ? undefined : html`aria-describedby="${notes}"`}
      ${error === undefined ? undefined : html`aria-invalid="true"`}
      ${field.optional === true ? undefined : html`required`}
      ${field.autofocus === true ? html`autofocus` : undefined}
    />
    ${error === undefined ? undefined : html`<p class="error" id="${name}-error">${error}</p>`}
    ${hint === undefined ? undefined : html`<p class="hint" id="${name}-hint">${hint}</p>`}
  </div>`;
}

const numberKeyboard = html`inputmode="numeric"`;
const groupsOfFour = html`inputmode="numeric" data-group="4"`;
const groupsOfThree = html`inputmode="numeric" data-group="3"`;

export function renderHidden(name: string, value: string): Html {
  return html`<input type="hidden" name="${name}" value="${value}" />`;
}

/** `reference` stands small below the words; people give it to the bank. */
export function renderRefusal(text: string, reference?: string): Html {
  return html`<div class="refusal" id="refusal" role="alert">
    ${icon("alert")}
    <div>
      <p>${text}</p>
      ${reference === undefined ? undefined : html`<p class="reference">شماره پیگیری: <bdi dir="ltr">${reference}</bdi></p>`}
    </div>
  </div>`;
}
