/** «پیشخوان»: the page without login, with «رمزنما» at its bottom (S6, S23). Sign-in stands here once it works. */
import { Button, Icon, IconButton } from "@ramznama/design";
import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { useApp, useTexts } from "../app/app-context.ts";
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
      <main class="content desk-middle">
        <span class="mark">
          <Icon name="house" />
        </span>
        <h1>{say("mobileBank")}</h1>
        <p class="quiet">{build.bankName}</p>
        <p class="desk-claim">{say("deskClaim")}</p>
      </main>
      <footer class="foot">
        <Button
          icon="key"
          onPress={() => {
            router.go("/ramznama/cards");
          }}
        >
          {say("ramznama")}
        </Button>
        <p class="quiet small centered">{say("deskOpen")}</p>
      </footer>
    </div>
  );
}
