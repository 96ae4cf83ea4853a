/**
 * What is typed into a form, kept in the vault while it is typed: an activation code is a secret, so neither the
 * address nor the browser's own stores may hold it. It survives a reload, a lock and a lost network.
 */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
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

const pauseMilliseconds = 300;

export function useDraft(id: string): DraftForm {
  const { vault } = useRamznama();
  const { updates, session } = useApp();
  const [typed, setTyped] = useState<Draft | undefined>(undefined);
  const unsaved = useRef<Draft | undefined>(undefined);

  const save = useCallback(async () => {
    const value = unsaved.current;
    unsaved.current = undefined;
    if (value !== undefined) await vault.write([{ kind: "draft", id, value }]);
  }, [vault, id]);

  useEffect(() => {
    vault.load("draft", id).then((stored) => {
      setTyped(stored ?? {});
    }, session.fail);
  }, [vault, id]);

  useEffect(() => {
    // A page that is closed or locked right after the last letter.
    const saveNow = () => void save().catch(() => undefined);
    updates.beforeReload.add(save);
    addEventListener("pagehide", saveNow);
    return () => {
      updates.beforeReload.delete(save);
      removeEventListener("pagehide", saveNow);
      saveNow();
    };
  }, [save]);

  useEffect(() => {
    const timer = setTimeout(() => void save().catch(session.fail), pauseMilliseconds);
    return () => {
      clearTimeout(timer);
    };
  }, [typed]);

  return {
    typed,
    type: (field, text) => {
      setTyped((before) => {
        unsaved.current = { ...before, [field]: text };
        return unsaved.current;
      });
    },
    forget: async () => {
      unsaved.current = undefined;
      setTyped({});
      await vault.write([{ kind: "draft", id, value: undefined }]);
    },
  };
}
