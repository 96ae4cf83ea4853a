/** «دریافت رمز» (S15–S18): the code large, the ring, «کپی کردن رمز»; at the end a new code is one tap away. */
import { Button, IconButton, Note, Sheet } from "@ramznama/design";
import type { PhoneToken, ShownCode } from "@ramznama/phone";
import { groupDigits, maskCardNumber, parseCardNumber } from "@ramznama/persian";
import type { VNode } from "preact";
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { useApp, useTexts } from "../app/app-context.ts";
import { describeDuration } from "../app/describe-duration.ts";
import { useRamznama } from "../app/open-context.ts";
import { useDeclaration, type CodeTaken } from "../app/use-declaration.ts";
import { useHasLeft } from "../app/use-has-left.ts";
import { spanOf, useSecondsLeft, type Span } from "../app/use-seconds-left.ts";
import { DeclarationNote } from "../parts/declaration-note.tsx";
import { digitsOf } from "../parts/digits-of.ts";
import { StopNote } from "../parts/stop-note.tsx";
import { ValidityRing } from "../parts/validity-ring.tsx";
import { build } from "../platform/build.ts";

interface CodeSheetProps {
  readonly token: PhoneToken;
  /** What the tap brought. */
  readonly first: ShownCode;
  readonly onClose: () => void;
}

type Taken =
  | { readonly kind: "code"; readonly code: string; readonly span: Span; readonly taken: CodeTaken }
  /** The clock went back; no second is shown twice. */
  | { readonly kind: "wait"; readonly span: Span };

/** As short a wait is over before anybody has read about it. */
const silentWaitSeconds = 2;

const isSilent = (shown: Extract<ShownCode, { ok: false }>): boolean =>
  shown.reason === "wait" && shown.seconds <= silentWaitSeconds;

function takenOf(shown: ShownCode, tokenId: string): Taken | undefined {
  if (shown.ok) {
    const { code, second, mustDeclare, validitySeconds } = shown;
    const untilMilliseconds = Date.now() + validitySeconds * 1000;
    const taken = { tokenId, second, mustDeclare, untilMilliseconds };
    return { kind: "code", code, span: spanOf(validitySeconds), taken };
  }
  if (shown.reason !== "wait" || isSilent(shown)) return undefined;
  return { kind: "wait", span: spanOf(shown.seconds) };
}

const endingSeconds = 10;
const announcedMarks: readonly number[] = [60, 30, 10];

export function CodeSheet({ token, first, onClose }: CodeSheetProps): VNode {
  const { session } = useApp();
  const { phone, list } = useRamznama();
  const say = useTexts();
  const [taken, setTaken] = useState(() => takenOf(first, token.id));
  const hasLeft = useHasLeft();
  const left = useSecondsLeft(taken?.span);
  const declaration = useDeclaration(taken?.kind === "code" ? taken.taken : undefined);

  async function goOn(shown: ShownCode): Promise<void> {
    if (shown.ok) return;
    if (shown.reason === "wait") {
      if (isSilent(shown)) setTimeout(takeNow, shown.seconds * 1000);
    } else if (shown.reason === "ended") await list.refresh();
    else onClose();
  }
  async function take(): Promise<void> {
    const shown = await phone.code(token.id);
    if (shown.ok || !isSilent(shown)) setTaken(takenOf(shown, token.id));
    await goOn(shown);
  }
  /** A second that is taken for a sheet nobody sees any more is lost to the next tap. */
  function takeNow(): void {
    if (!hasLeft.current) take().catch(session.fail);
  }
  useLayoutEffect(() => {
    goOn(first).catch(session.fail);
  }, []);

  // What the bank said after the tap stands in the list by now.
  const known = list.tokens.value?.find(({ id }) => id === token.id) ?? token;
  const isEnded = known.stop?.state === "ended";
  const isCard = token.subject.kind === "card";
  return (
    <Sheet
      labelledBy="code-title"
      onClose={onClose}
      isLive={taken?.kind === "code" && left > 0 && !isEnded}
    >
      <div class="code-head">
        <div>
          <h2 id="code-title">{say(isCard ? "codeSheetCard" : "codeSheetAccount")}</h2>
          <p class="quiet small">
            {build.bankName} · <bdi>{shortNameOf(token)}</bdi>
          </p>
        </div>
        <IconButton icon="close" label={say("close")} onPress={onClose} />
      </div>
      <StopNote token={known} isAlert />
      {left > 0 && known.stop === undefined && <DeclarationNote state={declaration} />}
      {taken?.kind === "code" && !isEnded && (
        <CodeBody
          code={taken.code}
          whole={taken.span.seconds}
          left={left}
          isRefused={known.stop !== undefined}
          onNew={takeNow}
        />
      )}
      {taken?.kind === "wait" && <Wait left={left} onAgain={takeNow} />}
    </Sheet>
  );
}

interface WaitProps {
  readonly left: number;
  readonly onAgain: () => void;
}

const patienceMilliseconds = 3_000;
const patience = (): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, patienceMilliseconds));

/** What to do is said once; the time that is left is only shown. */
function Wait({ left, onAgain }: WaitProps): VNode {
  const { list } = useRamznama();
  const say = useTexts();
  const [isBusy, setBusy] = useState(false);
  async function tryAgain(): Promise<void> {
    setBusy(true);
    // A code must not wait for a network that does not answer; where there is one, the bank's time comes along.
    if (left > 0) await Promise.race([list.synchronise(), patience()]);
    setBusy(false);
    onAgain();
  }
  return (
    <>
      <Note isAlert>{say("codeWait")}</Note>
      {left > 0 && (
        <p class="quiet centered">{say("codeWaitLeft", { time: describeDuration(left, say) })}</p>
      )}
      <Button
        icon="refresh"
        busy={isBusy ? say("loading") : undefined}
        onPress={() => void tryAgain()}
      >
        {say("retry")}
      </Button>
    </>
  );
}

interface CodeBodyProps {
  readonly code: string;
  readonly whole: number;
  readonly left: number;
  /** By the bank, as far as the phone has heard. */
  readonly isRefused: boolean;
  readonly onNew: () => void;
}

function CodeBody({ code, whole, left, isRefused, onNew }: CodeBodyProps): VNode {
  const say = useTexts();
  const isOver = left === 0;
  const look = isOver ? "code-over" : left <= endingSeconds ? "code-ending" : "code-fresh";
  return (
    <div class={`code-body ${look}`}>
      <p class="code">
        <bdi dir="ltr" aria-hidden={isOver}>
          {groupDigits(code)}
        </bdi>
      </p>
      <CodeAnnouncement code={code} whole={whole} left={left} />
      <ValidityRing left={left} whole={whole} />
      {isOver ? (
        <>
          <Button icon="refresh" onPress={onNew}>
            {say("newCode")}
          </Button>
          {/* Keeps the sheet as high as it was. */}
          <p class="copy-word" />
        </>
      ) : (
        <CopyButton code={code} look={isRefused ? "plain" : "primary"} />
      )}
      <p class="quiet small centered">
        {isOver ? say("codeOver") : !isRefused && say("acceptedOnce")}
      </p>
    </div>
  );
}

/**
 * Digit by digit at first, then the seconds at a few marks and no more. Empty in the first frame: a screen reader tells
 * what changes in a region it knows, and this one comes with a dialog that it is only about to enter.
 */
function CodeAnnouncement({
  code,
  whole,
  left,
}: Pick<CodeBodyProps, "code" | "whole" | "left">): VNode {
  const say = useTexts();
  const [isKnown, setKnown] = useState(false);
  useEffect(() => {
    setKnown(true);
  }, []);
  const mark = announcedMarks.findLast((seconds) => left <= seconds && seconds < whole);
  const digits = Array.from(code).join(" ");
  const text =
    left === 0
      ? say("codeOver")
      : mark === undefined
        ? `${say("codeIs", { digits })}. ${say("secondsLeftMark", { seconds: whole })}`
        : say("secondsLeftMark", { seconds: mark });
  return (
    <p class="hidden-text" role="status">
      {isKnown && text}
    </p>
  );
}

interface CopyButtonProps {
  readonly code: string;
  readonly look: "primary" | "plain";
}

/** Latin digits go to the clipboard, whatever the page shows (S17). */
function CopyButton({ code, look }: CopyButtonProps): VNode {
  const say = useTexts();
  const [state, setState] = useState<"ready" | "copied" | "refused">("ready");
  useEffect(() => {
    setState("ready");
  }, [code]);
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(code);
      setState("copied");
    } catch {
      setState("refused");
    }
  }
  return (
    <>
      <Button
        look={look}
        icon={state === "copied" ? "check" : "copy"}
        onPress={() => {
          void copy();
        }}
      >
        {say("copyCode")}
      </Button>
      <p class={`copy-word copy-${state}`} role="status">
        {state === "copied" && say("copied")}
        {state === "refused" && say("notCopied")}
      </p>
    </>
  );
}

function shortNameOf(token: PhoneToken): string {
  const digits = digitsOf(token);
  const card = parseCardNumber(digits);
  return card.ok
    ? groupDigits(maskCardNumber(card.value).replaceAll("*", "•"))
    : groupDigits(digits);
}
