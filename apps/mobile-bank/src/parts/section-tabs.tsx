/** The two sections as tabs; arrow keys go from one to the other (WAI-ARIA, Tabs). */
import type { VNode } from "preact";
import { useApp, useTexts } from "../app/app-context.ts";
import type { Section } from "../app/section.ts";

const tabs = [
  { section: "card", page: "/ramznama/cards", text: "cardSection" },
  { section: "account-gateway", page: "/ramznama/accounts", text: "accountSection" },
] as const;

export function SectionTabs({ section }: { readonly section: Section }): VNode {
  const { router } = useApp();
  const say = useTexts();
  function choose(tab: (typeof tabs)[number]): void {
    router.replace(tab.page);
    document.getElementById(`tab-${tab.section}`)?.focus();
  }
  return (
    <div class="tabs" role="tablist" aria-label={say("sections")}>
      {tabs.map((tab) => (
        <button
          key={tab.section}
          type="button"
          role="tab"
          id={`tab-${tab.section}`}
          aria-selected={tab.section === section}
          aria-controls="section"
          tabIndex={tab.section === section ? 0 : -1}
          onClick={() => {
            choose(tab);
          }}
          onKeyDown={(event) => {
            const isArrow = event.key === "ArrowLeft" || event.key === "ArrowRight";
            const other = tabs.find((one) => one !== tab);
            if (isArrow && other !== undefined) choose(other);
          }}
        >
          {say(tab.text)}
        </button>
      ))}
    </div>
  );
}
