/** The desk: one field that knows which number was typed, with the caret in it; Enter walks on to the customer. */
import { searchCustomers, type CustomerSummary } from "@ramznama/contract";
import { Button, describedBy, Field, Icon } from "@ramznama/design";
import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useConsole, useLanguage, usePerson, useTexts } from "../app/console-context.ts";
import {
  parseSearch,
  recogniseSearchKey,
  searchKeys,
  type SearchKey,
} from "../app/recognise-search-key.ts";
import { pathOfCustomer } from "../app/router.ts";
import { useAct } from "../app/use-act.ts";
import { useKept } from "../app/use-kept.ts";
import { Choice } from "../parts/choice.tsx";
import { FailureNote } from "../parts/failure-note.tsx";
import { NumberText } from "../parts/number-text.tsx";
import { ScreenHeading } from "../parts/screen-heading.tsx";

interface Draft {
  readonly text: string;
  /** Chosen by the teller, over what the number looks like. */
  readonly key: SearchKey | undefined;
}

const empty: Draft = { text: "", key: undefined };

export function DeskScreen(): VNode {
  const say = useTexts();
  const language = useLanguage();
  const { client, router, known } = useConsole();
  const { cardPrefix } = usePerson();
  const act = useAct();
  const [draft, keep, forget] = useKept<Draft>("search", empty);
  const [error, setError] = useState<string | undefined>(undefined);
  const [found, setFound] = useState<readonly CustomerSummary[]>([]);
  const field = useRef<HTMLInputElement>(null);
  const key = draft.key ?? recogniseSearchKey(draft.text) ?? "account";
  useEffect(() => {
    field.current?.focus();
  }, []);

  const open = (customer: CustomerSummary): void => {
    known.see(customer);
    forget();
    router.go(pathOfCustomer(customer.customerId));
  };
  const search = async (): Promise<void> => {
    setFound([]);
    const parsed = parseSearch(draft.text, key, cardPrefix, language);
    setError(parsed.ok ? undefined : parsed.reason);
    if (!parsed.ok) {
      act.forgetFailure();
      return;
    }
    const answer = await act.run(() => client.call(searchCustomers, { body: parsed.value }));
    if (answer === undefined) return;
    const [only, ...others] = answer.customers;
    if (only === undefined) setError(say("nobodyFound"));
    else if (others.length === 0) open(only);
    else setFound(answer.customers);
  };
  const type = (text: string): void => {
    keep({ text, key: text === "" ? undefined : draft.key });
    setError(undefined);
  };
  const about = { id: "number", label: say("searchLabel"), hint: say("searchHint"), error };
  return (
    <div class="desk">
      <ScreenHeading title={say("searchTitle")} />
      <form
        class="search"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void search();
        }}
      >
        <Field {...about}>
          <div class="search-line">
            <div class="field-box field-number">
              <Icon name="search" />
              <input
                ref={field}
                id="number"
                type="text"
                inputMode="numeric"
                autocomplete="off"
                spellcheck={false}
                maxLength={64}
                aria-invalid={error !== undefined}
                aria-describedby={describedBy(about)}
                value={draft.text}
                onInput={(event) => {
                  type(event.currentTarget.value);
                }}
              />
            </div>
            <Button type="submit" busy={act.isBusy ? say("searching") : undefined}>
              {say("search")}
            </Button>
          </div>
        </Field>
        <Choice
          name="key"
          label={say("searchAs")}
          options={searchKeys.map((one) => [one, say(`searchKey_${one}`)] as const)}
          value={draft.text === "" && draft.key === undefined ? undefined : key}
          onChoose={(chosen) => {
            keep({ ...draft, key: chosen });
            setError(undefined);
          }}
        />
        <FailureNote failure={act.failure} />
      </form>
      {found.length > 0 && <Found customers={found} onChoose={open} />}
    </div>
  );
}

interface FoundProps {
  readonly customers: readonly CustomerSummary[];
  readonly onChoose: (customer: CustomerSummary) => void;
}

/** Of a joint account; the first is in focus, so that Enter and Tab choose. */
function Found({ customers, onChoose }: FoundProps): VNode {
  const say = useTexts();
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.querySelector("button")?.focus();
  }, [customers]);
  return (
    <section class="found" aria-label={say("severalFound", { count: customers.length })}>
      <h2>{say("severalFound", { count: customers.length })}</h2>
      <ul ref={list}>
        {customers.map((customer) => (
          <li key={customer.customerId}>
            <button
              type="button"
              onClick={() => {
                onChoose(customer);
              }}
            >
              <strong>{customer.name}</strong>
              <span class="quiet">
                <NumberText text={customer.customerId} />
                {customer.mobile !== null && <NumberText text={customer.mobile} />}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
