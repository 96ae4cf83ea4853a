/**
 * What must survive a reload and the end of a session in the middle of a form: drafts, open dialogs and the references
 * of what was begun. It lies in this tab's sessionStorage, holds no secret, belongs to one person, and is gone when
 * that person signs out or another one signs in.
 */

export interface Keepsake {
  read(name: string): unknown;
  write(name: string, value: unknown): void;
  forget(name: string): void;
  /** Everything of anybody else is forgotten. */
  belongTo(user: string): void;
  clear(): void;
}

const prefix = "branch ";
const ownerName = `${prefix}owner`;

export function createKeepsake(storage: Storage): Keepsake {
  const clear = (): void => {
    for (const name of Object.keys(storage)) {
      if (name.startsWith(prefix)) storage.removeItem(name);
    }
  };
  return {
    read: (name) => parse(storage.getItem(prefix + name)),
    write: (name, value) => {
      storage.setItem(prefix + name, JSON.stringify(value));
    },
    forget: (name) => {
      storage.removeItem(prefix + name);
    },
    belongTo: (user) => {
      if (storage.getItem(ownerName) !== user) clear();
      storage.setItem(ownerName, user);
    },
    clear,
  };
}

function parse(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
