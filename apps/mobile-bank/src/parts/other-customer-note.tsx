/**
 * S25: whoever is signed in and is not the one this device is registered to defines no tokens here. The server refuses it
 * by itself; this says so before anything is typed.
 */
import { Note } from "@ramznama/design";
import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useApp, useTexts } from "../app/app-context.ts";
import { useRamznama } from "../app/open-context.ts";

export function OtherCustomerNote(): VNode | null {
  const { customer } = useApp();
  const { list } = useRamznama();
  const say = useTexts();
  const state = customer.state.value;
  const own = list.thumbprint.value;
  const isSignedIn = state.kind === "in";
  // What the bank said of the customer's device before may be older than the registration here.
  const [readFor, setReadFor] = useState<string | undefined>(undefined);
  useEffect(() => {
    if (!isSignedIn || own === undefined) return;
    void customer.refresh().then((answer) => {
      if (answer === "read") setReadFor(own);
    });
  }, [isSignedIn, own]);
  if (state.kind !== "in" || state.home === undefined || own === undefined) return null;
  if (readFor !== own) return null;
  const { device, customer: person } = state.home;
  if (device?.keyThumbprint === own || list.isDeviceEnded.value) return null;
  return (
    <Note look="danger" icon="alert" isAlert>
      {say("notYourDevice", { name: person.name })}
    </Note>
  );
}
