/** «چرا کار نمی‌کند؟»: each cause with what to do about it. */
import type { Finding } from "@ramznama/contract";
import { Icon } from "@ramznama/design";
import type { VNode } from "preact";
import { useLanguage } from "../app/console-context.ts";
import { describeFinding } from "../app/describe-finding.ts";

export function FindingList({ findings }: { readonly findings: readonly Finding[] }): VNode {
  const language = useLanguage();
  return (
    <ul class="findings">
      {findings.map((finding) => {
        const { what, next } = describeFinding(finding, language);
        const isFine = finding.code === "works";
        return (
          <li
            key={`${finding.code} ${finding.purpose ?? ""}`}
            class={isFine ? "finding finding-fine" : "finding"}
          >
            <Icon name={isFine ? "check" : "alert"} />
            <div>
              <p class="strong">{what}</p>
              <p class="quiet">{next}</p>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
