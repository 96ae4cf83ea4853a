/** «پیشخوان»: the page without login, both ways to sign in, and «رمزنما» at its bottom (S6, S22, S23). */
import { Button, Icon, IconButton } from "@ramznama/design";
import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { useApp, useTexts } from "../app/app-context.ts";
import { SignInForm } from "../parts/sign-in-form.tsx";
import { SignInNotice } from "../parts/sign-in-notice.tsx";
import { build } from "../platform/build.ts";

export function DeskScreen(): VNode {
  const { router } = useApp();
  const say = useTexts();
  useEffect(() => {
    document.title = `${say("mobileBank")} · ${build.bankName}`;
  });
  return (
    <div class="page desk">
      <header class="bar">
        <p class="bar-name">{say("deskName")}</p>
        <IconButton
          icon="settings"
          label={say("settings")}
          onPress={() => {
            router.go("/settings");
          }}
        />
      </header>
      <main class="content">
        <div class="desk-brand">
          <span class="mark mark-small">
            <Icon name="house" />
          </span>
          <div>
            <h1>{say("mobileBank")}</h1>
            <p class="quiet">{build.bankName}</p>
          </div>
        </div>
        <SignInNotice />
        <SignInForm />
      </main>
      <footer class="foot">
        <Button
          look="soft"
          icon="key"
          onPress={() => {
            router.go("/ramznama/cards");
          }}
        >
          {say("ramznama")}
        </Button>
        <p class="quiet small centered desk-claim">{say("deskOpen")}</p>
      </footer>
    </div>
  );
}
