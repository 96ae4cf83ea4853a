/**
 * What is typed into a form, kept in the vault while it is typed: an activation code is a secret, so neither the
 * address nor the browser's own stores may hold it. It survives a reload, a lock and a lost network.
 */
import type { Vault } from "@ramznama/phone";
import { useEffect, useMemo, useState } from "preact/hooks";
import { useApp } from "./app-context.ts";
import { useRamznama } from "./open-context.ts";

export type Draft = Readonly<Record<string, string>>;

export interface DraftForm {
  /** Undefined until it is read. */
  readonly typed: Draft | undefined;
  readonly type: (field: string, text: string) => void;
  /** When the form has done its work. */
  readonly forget: () => Promise<void>;
}

export function useDraft(id: string): DraftForm {
  const { vault } = useRamznama();
  const { updates, session } = useApp();
  const [typed, setTyped] = useState<Draft | undefined>(undefined);
  const saver = useMemo(() => createDraftSaver(vault, id), [vault, id]);

  useEffect(() => {
    vault.load("draft", id).then((stored) => {
      setTyped(stored ?? {});
    }, session.fail);
    updates.beforeReload.add(saver.saved);
    return () => {
      updates.beforeReload.delete(saver.saved);
    };
  }, [saver]);

  return {
    typed,
    type: (field, text) => {
      setTyped((before) => {
        const draft = { ...before, [field]: text };
        saver.save(draft).catch(session.fail);
        return draft;
      });
    },
    forget: async () => {
      setTyped({});
      await saver.save(undefined);
    },
  };
}

interface DraftSaver {
  save(draft: Draft | undefined): Promise<void>;
  /** Resolves when what was given last is in the vault. */
  readonly saved: () => Promise<void>;
}

/** At once, since a page may be closed after any letter; what is typed while one write is under way goes with the next. */
function createDraftSaver(vault: Vault, id: string): DraftSaver {
  let newest: Draft | undefined;
  let isDirty = false;
  let running: Promise<void> | undefined;
  async function run(): Promise<void> {
    while (isDirty) {
      isDirty = false;
      await vault.write([{ kind: "draft", id, value: newest }]);
    }
  }
  return {
    save: (draft) => {
      newest = draft;
      isDirty = true;
      return (running ??= run().finally(() => (running = undefined)));
    },
    saved: () => running ?? Promise.resolve(),
  };
}
