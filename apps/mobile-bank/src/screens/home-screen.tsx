/** «خانه» of whoever is signed in (S22): cards, accounts, the one device, and what happened lately. Ramznama is the same one. */
import "./home-screen.css";
import { jwkThumbprint } from "@ramznama/activation";
import type { CustomerHome } from "@ramznama/contract";
import { Button, Icon, IconButton, Note } from "@ramznama/design";
import { formatTehranDateTime } from "@ramznama/persian";
import type { ComponentChildren, VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useApp, useTexts } from "../app/app-context.ts";
import { describeDevice } from "../app/describe-failure.ts";
import { eventTexts, purposeTexts } from "../customer/describe-event.ts";
import { Page } from "../parts/page.tsx";
import { browserPlatform } from "../platform/browser-platform.ts";

export function HomeScreen(): VNode {
  const { customer, router } = useApp();
  const say = useTexts();
  const [isMissing, setMissing] = useState(false);
  const state = customer.state.value;

  async function load(): Promise<void> {
    if (customer.state.value.kind === "leaving") return;
    setMissing(false);
    setMissing((await customer.refresh()) === "unavailable");
  }

  useEffect(() => {
    customer.arrive();
    void load();
    const again = (): void => void load();
    addEventListener("online", again);
    return () => {
      removeEventListener("online", again);
    };
  }, []);

  useEffect(() => {
    if (customer.state.value.kind === "out") router.replace("/");
  }, [state.kind]);

  const home = state.kind === "in" ? state.home : undefined;
  const isUnheard = state.kind === "leaving" && state.isUnheard;
  const isLeaving = state.kind === "leaving" && !isUnheard;
  const leave = (): void => void customer.signOut();
  return (
    <Page
      title={say("home")}
      tools={
        <>
          <IconButton
            icon="settings"
            label={say("settings")}
            onPress={() => {
              router.go("/settings");
            }}
          />
          <button
            type="button"
            class="link"
            aria-disabled={isLeaving}
            onClick={() => {
              if (!isLeaving) leave();
            }}
          >
            {say("signOut")}
          </button>
        </>
      }
      footer={
        <Button
          icon="key"
          onPress={() => {
            router.go("/ramznama/cards");
          }}
        >
          {say("ramznama")}
        </Button>
      }
    >
      {isUnheard && <Failed text={say("signOutUnheard")} onRetry={leave} />}
      {isMissing && state.kind === "in" && (
        <Failed
          text={say(navigator.onLine ? "homeUnavailable" : "offline")}
          onRetry={() => void load()}
        />
      )}
      {home !== undefined && <Content home={home} />}
      {home === undefined && !isMissing && !isUnheard && <p class="quiet">{say("loading")}</p>}
    </Page>
  );
}

interface FailedProps {
  readonly text: string;
  readonly onRetry: () => void;
}

function Failed({ text, onRetry }: FailedProps): VNode {
  const say = useTexts();
  return (
    <Note look="danger" icon="alert" isAlert>
      {text}
      <button type="button" class="link" onClick={onRetry}>
        {say("retry")}
      </button>
    </Note>
  );
}

function Content({ home }: { readonly home: CustomerHome }): VNode {
  const say = useTexts();
  const { customer, cards, accounts, events, isBlocked } = home;
  return (
    <>
      <p class="home-name">{customer.name}</p>
      {isBlocked && (
        <Note look="danger" icon="alert">
          {say("homeBlocked")}
        </Note>
      )}
      <DeviceNote home={home} />
      <Section title={say("homeCards")} none={cards.length === 0 ? say("homeNoCards") : undefined}>
        {cards.map(({ number }) => (
          <li key={number} class="home-row">
            <Icon name="card" />
            <bdi class="home-number">
              {number.replaceAll(/(.{4})(?=.)/g, "$1 ").replaceAll("*", "•")}
            </bdi>
          </li>
        ))}
      </Section>
      <Section
        title={say("homeAccounts")}
        none={accounts.length === 0 ? say("homeNoAccounts") : undefined}
      >
        {accounts.map(({ number, isJoint }) => (
          <li key={number} class="home-row">
            <Icon name="landmark" />
            <bdi class="home-number">{number}</bdi>
            {isJoint && <span class="quiet small">{say("homeJoint")}</span>}
          </li>
        ))}
      </Section>
      <Section
        title={say("homeEvents")}
        none={events.length === 0 ? say("homeNoEvents") : undefined}
      >
        {events.map((event, place) => (
          <EventRow key={place} event={event} />
        ))}
      </Section>
    </>
  );
}

interface SectionProps {
  readonly title: string;
  readonly none: string | undefined;
  readonly children: ComponentChildren;
}

function Section({ title, none, children }: SectionProps): VNode {
  return (
    <section class="home-section">
      <h2>{title}</h2>
      {none === undefined ? <ul>{children}</ul> : <p class="quiet">{none}</p>}
    </section>
  );
}

function EventRow({ event }: { readonly event: CustomerHome["events"][number] }): VNode {
  const say = useTexts();
  const { kind, purpose, subject, at } = event;
  return (
    <li class="home-event">
      <p>
        {say(eventTexts[kind])}
        {purpose !== null && <span class="quiet small"> · {say(purposeTexts[purpose])}</span>}
      </p>
      <p class="quiet small">
        {subject !== null && (
          <>
            <bdi>{subject.replaceAll("*", "•")}</bdi> ·{" "}
          </>
        )}
        <bdi>{formatTehranDateTime(Date.parse(at))}</bdi>
      </p>
    </li>
  );
}

/** S25 S26: on which device, in which form, since when; and from another one, the way here. */
function DeviceNote({ home: { device } }: { readonly home: CustomerHome }): VNode | null {
  const { session, settings } = useApp();
  const say = useTexts();
  const [own, setOwn] = useState<string | undefined>(undefined);
  useEffect(() => {
    void session
      .loadDeviceKey()
      .then((key) => (key === undefined ? "" : jwkThumbprint(browserPlatform, key.publicJwk)))
      // Without storage there is no device here either.
      .catch(() => "")
      .then(setOwn);
  }, []);
  if (own === undefined) return null;
  if (device === null) return <Note>{say("deviceNone")}</Note>;
  const named = describeDevice(device, say, settings.language.value);
  return device.keyThumbprint === own ? (
    <Note icon="check">{say("deviceHere", named)}</Note>
  ) : (
    <Note>{say("deviceElsewhere", named)}</Note>
  );
}
