/** A button of the desk with its access key in sight: Alt with the letter presses it. */
import { Icon, type IconName } from "@ramznama/design";
import type { VNode } from "preact";
import { useShortcut } from "../app/use-shortcut.ts";

export interface ActButtonProps {
  readonly children: string;
  readonly icon: IconName;
  /** A Latin letter, by the place of the key. */
  readonly letter?: string;
  readonly look?: "plain" | "soft" | "primary" | "danger";
  /** For a screen reader, where the text alone does not say whose button it is. */
  readonly label?: string;
  readonly onPress: () => void;
}

export function ActButton(props: ActButtonProps): VNode {
  const { children, icon, letter, look = "plain", label, onPress } = props;
  useShortcut(letter, onPress);
  return (
    <button
      type="button"
      class={`button button-${look} act`}
      aria-label={label}
      aria-keyshortcuts={letter === undefined ? undefined : `Alt+${letter}`}
      onClick={onPress}
    >
      <Icon name={icon} />
      <span>{children}</span>
      {letter !== undefined && (
        <kbd aria-hidden="true" dir="ltr">
          Alt {letter}
        </kbd>
      )}
    </button>
  );
}
