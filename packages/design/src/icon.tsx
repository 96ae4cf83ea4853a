/** One icon beside a text that says the same; alone it needs a name on what it stands in. */
import type { VNode } from "preact";
import { icons, type IconName } from "./icons.ts";

export function Icon({ name }: { readonly name: IconName }): VNode {
  return (
    <svg
      class={name === "back" ? "icon icon-directional" : "icon"}
      viewBox="0 0 24 24"
      aria-hidden="true"
    >
      <path d={icons[name]} />
    </svg>
  );
}
