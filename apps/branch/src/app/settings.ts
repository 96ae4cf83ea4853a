/** The language of the page and the paper in the receipt printer; both stay with this computer. */
import { effect, signal, type Signal } from "@preact/signals";
import { languages, type Language } from "@ramznama/persian";

export const paperWidths = [80, 58] as const;
export type PaperWidth = (typeof paperWidths)[number];

export interface Settings {
  readonly language: Signal<Language>;
  /** Of the roll in the receipt printer, in millimetres. */
  readonly paper: Signal<PaperWidth>;
}

export function createSettings(): Settings {
  const language = signal(languages.find((one) => one === read("language")) ?? "fa");
  const paper = signal(paperWidths.find((one) => String(one) === read("paper")) ?? 80);
  effect(() => {
    const { documentElement } = document;
    documentElement.lang = language.value;
    documentElement.dir = language.value === "fa" ? "rtl" : "ltr";
    // Digits stay ASCII in the page; the font draws them Persian.
    if (language.value === "fa") documentElement.dataset["digits"] = "persian";
    else delete documentElement.dataset["digits"];
    write("language", language.value);
  });
  effect(() => {
    write("paper", String(paper.value));
  });
  return { language, paper };
}

function read(name: string): string | null {
  return localStorage.getItem(`branch ${name}`);
}

function write(name: string, value: string): void {
  localStorage.setItem(`branch ${name}`, value);
}
