/** What the browser answered when it was asked to keep the vault for good. */
import { Note } from "@ramznama/design";
import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useTexts } from "../app/app-context.ts";
import { isStorageKept } from "../app/storage-keeping.ts";

export function StorageNote(): VNode | null {
  const say = useTexts();
  const [isKept, setKept] = useState<boolean | undefined>(undefined);
  useEffect(() => {
    void isStorageKept().then(setKept);
  }, []);
  if (isKept === undefined) return null;
  return <Note>{say(isKept ? "storageKept" : "storageNotKept")}</Note>;
}
