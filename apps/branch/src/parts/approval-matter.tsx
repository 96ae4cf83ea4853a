/** What a request is about: for whom, what will happen, and to what exactly. */
import type { Approval } from "@ramznama/contract";
import type { VNode } from "preact";
import { useTexts } from "../app/console-context.ts";
import { GroupedNumber } from "./number-text.tsx";

export function ApprovalMatter({ approval }: { readonly approval: Approval }): VNode {
  const say = useTexts();
  const { kind, customerName, serial, subjects } = approval;
  return (
    <>
      <p class="strong">{customerName}</p>
      <p>{say(`approvalWhat_${kind}`)}</p>
      {serial !== null && (
        <p>
          {say("serial")}: <GroupedNumber digits={serial} />
        </p>
      )}
      <SubjectList subjects={subjects} />
    </>
  );
}

/** Masked accounts or serials of tokens, as the server names them. */
export function SubjectList({ subjects }: Pick<Approval, "subjects">): VNode | null {
  if (subjects.length === 0) return null;
  return (
    <ul class="subjects">
      {subjects.map((subject) => (
        <li key={subject}>
          <bdi class="number">{subject}</bdi>
        </li>
      ))}
    </ul>
  );
}
