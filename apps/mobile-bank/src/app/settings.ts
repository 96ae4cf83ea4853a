/** What people choose for this device. None of it is secret, and all of it is needed before the vault is open. */
import { effect, signal, type Signal } from "@preact/signals";
import { languages, type Language } from "@ramznama/persian";

export const appearances = ["auto", "light", "dark"] as const;
export type Appearance = (typeof appearances)[number];

export const digitStyles = ["persian", "latin"] as const;
export type DigitStyle = (typeof digitStyles)[number];

export const lockAfterChoices = ["1", "5", "15"] as const;
export type LockAfter = (typeof lockAfterChoices)[number];

export interface Settings {
  readonly language: Signal<Language>;
  readonly appearance: Signal<Appearance>;
  readonly digits: Signal<DigitStyle>;
  readonly lockAfterMinutes: Signal<LockAfter>;
}

export function createSettings(): Settings {
  const language = remembered("language", languages, "fa");
  // English pages have Latin digits until somebody asks for the others.
  const digits = remembered("digits", digitStyles, language.value === "fa" ? "persian" : "latin");
  const appearance = remembered("appearance", appearances, "auto");
  const lockAfterMinutes = remembered("lock-after", lockAfterChoices, "5");
  effect(() => {
    const { documentElement: root } = document;
    root.lang = language.value;
    root.dir = language.value === "fa" ? "rtl" : "ltr";
    root.dataset["digits"] = digits.value;
    root.dataset["appearance"] = appearance.value;
  });
  return { language, digits, appearance, lockAfterMinutes };
}

function remembered<Choice extends string>(
  name: string,
  choices: readonly Choice[],
  otherwise: Choice,
): Signal<Choice> {
  const key = `ramznama.${name}`;
  const stored = read(key);
  const chosen = signal(choices.find((choice) => choice === stored) ?? otherwise);
  effect(() => {
    write(key, chosen.value);
  });
  return chosen;
}

// A browser that refuses storage says so with the vault; settings then last as long as the page.
function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // As above.
  }
}
