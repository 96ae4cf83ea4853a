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
        const mood = moodOf(finding.code);
        return (
          <li key={`${finding.code} ${finding.purpose ?? ""}`} class={`finding finding-${mood}`}>
            <Icon name={icons[mood]} />
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

type Mood = "fine" | "note" | "stop";

const icons = { fine: "check", note: "info", stop: "alert" } as const;

/** What stops every code stands out; what the customer did, or has not done yet, is told quietly. */
const stops: readonly Finding["code"][] = [
  "token_ended",
  "blocked_by_owner",
  "suspended_by_branch",
  "activation_code_expired",
  "activation_code_locked",
  "throttled",
  "clock_off",
  "out_of_step",
];

function moodOf(code: Finding["code"]): Mood {
  if (code === "works") return "fine";
  return stops.includes(code) ? "stop" : "note";
}
