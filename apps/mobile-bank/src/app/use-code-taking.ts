/** From the tap on «دریافت رمز» to the code: one at a time, and said only where it takes longer than a blink. */
import type { PhoneToken, ShownCode } from "@ramznama/phone";
import { useRef, useState } from "preact/hooks";
import { useApp } from "./app-context.ts";
import { useRamznama } from "./open-context.ts";
import { useHasLeft } from "./use-has-left.ts";

const blinkMilliseconds = 200;

export interface CodeTaking {
  readonly takeCode: (token: PhoneToken) => void;
  readonly isTaking: () => boolean;
  /** Whose code keeps the customer waiting. */
  readonly takingId: string | undefined;
}

/** @param onTaken the sheet is drawn with the code in it: to draw it twice takes an old phone longer than the code does */
export function useCodeTaking(onTaken: (token: PhoneToken, code: ShownCode) => void): CodeTaking {
  const { session } = useApp();
  const { phone } = useRamznama();
  const isTaking = useRef(false);
  const hasLeft = useHasLeft();
  const [takingId, setTakingId] = useState<string | undefined>(undefined);

  async function take(token: PhoneToken): Promise<void> {
    if (isTaking.current) return;
    isTaking.current = true;
    const blink = setTimeout(() => {
      setTakingId(token.id);
    }, blinkMilliseconds);
    try {
      onTaken(token, await phone.code(token.id));
    } finally {
      clearTimeout(blink);
      setTakingId(undefined);
      isTaking.current = false;
    }
  }
  return {
    takingId,
    isTaking: () => isTaking.current,
    takeCode: (token) => {
      take(token).catch((error: unknown) => {
        // Of a vault that was locked or erased since, its own page has said so.
        if (!hasLeft.current) session.fail(error);
      });
    },
  };
}
