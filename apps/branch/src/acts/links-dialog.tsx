/** What a token's codes are good for: the gateway login at once, accounts after a second person (S5). */
import { replaceLinks, type CustomerSummary, type TokenSummary } from "@ramznama/contract";
import type { VNode } from "preact";
import { useConsole, useTexts } from "../app/console-context.ts";
import { useAct } from "../app/use-act.ts";
import { useKept } from "../app/use-kept.ts";
import { AskDialog } from "../parts/dialog.tsx";
import { NumberText } from "../parts/number-text.tsx";
import { isolated, isolatedSerial } from "../app/isolated.ts";
import { linkedAccounts, type LinkChoice } from "./linked-accounts.ts";
import type { OfToken } from "./reprint-dialog.tsx";

/** A kept dialog may be here before its token: it waits, since what it proposed would end every link. */
export function LinksDialog(props: OfToken): VNode | null {
  const token = props.tokens.find(({ serial }) => serial === props.serial);
  return token === undefined ? null : <LinksForm {...props} token={token} />;
}

interface LinksFormProps extends OfToken {
  readonly token: TokenSummary;
}

function LinksForm(props: LinksFormProps): VNode {
  const { serial, customer, token, onClose, onDone, onFailure } = props;
  const say = useTexts();
  const { client } = useConsole();
  const act = useAct(onFailure);
  const now = linkedNow(customer, token);
  const [chosen, choose, forget] = useKept<LinkChoice>(`links ${serial}`, now);
  const save = async (): Promise<void> => {
    const body = { gatewayLogin: chosen.gatewayLogin, accounts: [...chosen.accounts] };
    const saved = await act.run(() => client.call(replaceLinks, { params: { serial }, body }));
    if (saved === undefined) return;
    forget();
    onDone(say(saved.approval === null ? "linksDone" : "linksWaiting"));
  };
  return (
    <AskDialog
      title={say("linksTitle", { serial: isolatedSerial(serial) })}
      doWord={say("linksDo")}
      isBusy={act.isBusy}
      failure={act.failure}
      onDo={() => void save()}
      onClose={() => {
        forget();
        onClose();
      }}
    >
      <p>{say("linksWhat")}</p>
      <LinkFields customer={customer} now={now} chosen={chosen} onChoose={choose} />
    </AskDialog>
  );
}

const linkedNow = (customer: CustomerSummary, { links }: TokenSummary): LinkChoice => ({
  gatewayLogin: links.some(({ purpose }) => purpose === "gateway-login"),
  accounts: linkedAccounts(customer.accounts, links),
});

interface LinkFieldsProps {
  readonly customer: CustomerSummary;
  readonly now: LinkChoice;
  readonly chosen: LinkChoice;
  readonly onChoose: (choice: LinkChoice) => void;
}

function LinkFields({ customer, now, chosen, onChoose }: LinkFieldsProps): VNode {
  const say = useTexts();
  const { gatewayLogin, accounts } = customer;
  return (
    <div class="checks">
      {gatewayLogin === null ? (
        <p class="quiet small">{say("linksNoGateway")}</p>
      ) : (
        <Check
          label={<LinkWords sentence={say("linksGateway", { login: isolated(gatewayLogin) })} />}
          isOn={chosen.gatewayLogin}
          hint={hintOf(
            now.gatewayLogin,
            chosen.gatewayLogin,
            say("linksAtOnce"),
            say("linksWillEnd"),
          )}
          onChange={(isOn) => {
            onChoose({ ...chosen, gatewayLogin: isOn });
          }}
        />
      )}
      {accounts.map(({ number, holders }) => {
        const isOn = chosen.accounts.includes(number);
        const waits = hintOf(
          now.accounts.includes(number),
          isOn,
          say("linksNeedsSecond"),
          say("linksWillEnd"),
        );
        const joint = holders > 1 ? say("linksJoint", { count: holders }) : undefined;
        return (
          <Check
            key={number}
            label={<LinkWords sentence={say("linksAccount", { account: isolated(number) })} />}
            isOn={isOn}
            hint={[joint, waits].filter((words) => words !== undefined).join(" · ")}
            onChange={(next) => {
              const others = chosen.accounts.filter((one) => one !== number);
              onChoose({ ...chosen, accounts: next ? [...others, number] : others });
            }}
          />
        );
      })}
    </div>
  );
}

/** What a change means; nothing where there is none. */
function hintOf(
  isNow: boolean,
  isChosen: boolean,
  added: string,
  ended: string,
): string | undefined {
  if (isNow === isChosen) return undefined;
  return isChosen ? added : ended;
}

const LinkWords = ({ sentence }: { readonly sentence: string }): VNode => (
  <span>
    {sentence
      .split(/\u2068|\u2069/)
      .map((part, place) => (place % 2 === 0 ? part : <NumberText key={place} text={part} />))}
  </span>
);

interface CheckProps {
  readonly label: VNode;
  readonly isOn: boolean;
  readonly hint: string | undefined;
  readonly onChange: (isOn: boolean) => void;
}

const Check = ({ label, isOn, hint, onChange }: CheckProps): VNode => (
  <label class="check">
    <input
      type="checkbox"
      checked={isOn}
      onChange={(event) => {
        onChange(event.currentTarget.checked);
      }}
    />
    <span>
      {label}
      {hint !== undefined && hint !== "" && <small class="quiet">{hint}</small>}
    </span>
  </label>
);
