/** Buttons: one `primary` a screen. What is under way is said in words and cannot be pressed twice. */
import type { ComponentChildren, VNode } from "preact";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icons.ts";

export interface ButtonProps {
  readonly children: ComponentChildren;
  readonly look?: "primary" | "soft" | "plain" | "danger";
  readonly icon?: IconName;
  readonly type?: "button" | "submit";
  /** For a screen reader, where the text alone does not say whose button it is. */
  readonly label?: string;
  /** Shown instead of the text while something is under way. */
  readonly busy?: string | undefined;
  readonly onPress?: () => void;
}

export function Button(props: ButtonProps): VNode {
  const { children, look = "primary", icon, type = "button", label, busy, onPress } = props;
  return (
    <button
      type={type}
      class={`button button-${look}`}
      aria-label={label}
      aria-disabled={busy === undefined ? undefined : "true"}
      onClick={(event) => {
        if (busy !== undefined) event.preventDefault();
        else onPress?.();
      }}
    >
      {busy === undefined ? icon && <Icon name={icon} /> : <span class="spinner" />}
      <span>{busy ?? children}</span>
    </button>
  );
}

export interface IconButtonProps {
  readonly icon: IconName;
  readonly label: string;
  readonly onPress: () => void;
  readonly look?: "plain" | "outlined";
}

export function IconButton({ icon, label, onPress, look = "plain" }: IconButtonProps): VNode {
  return (
    <button
      type="button"
      class={`icon-button icon-button-${look}`}
      aria-label={label}
      title={label}
      onClick={onPress}
    >
      <Icon name={icon} />
    </button>
  );
}
