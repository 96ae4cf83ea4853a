/** HTML made from a template: what is put in is escaped unless it is HTML already. */

declare const madeByHtml: unique symbol;

export interface Html {
  readonly [madeByHtml]?: true;
  readonly source: string;
}

type Part = Html | string | number | undefined | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const source = strings.reduce((text, piece, index) => text + render(parts[index - 1]) + piece);
  return { source };
}

/** For HTML that comes from oidc-provider itself, and for nothing else. */
export function trustHtml(source: string): Html {
  return { source };
}

function render(part: Part): string {
  if (part === undefined) return "";
  if (typeof part === "number") return part.toString();
  if (typeof part === "string") return part.replace(/[&<>"']/gu, (sign) => ENTITIES[sign] ?? "");
  return "source" in part ? part.source : part.map(render).join("");
}
