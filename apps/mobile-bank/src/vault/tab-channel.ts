/** What the tabs of one browser tell each other about the vault they share. */

/** `attempted`: a wrong password was tried, so the number of tries that are left has changed. */
export type TabNews = "erased" | "locked" | "attempted" | "created";

export interface TabChannel {
  tell(news: TabNews): void;
  /** News of other tabs, never of this one. */
  listen(listener: (news: TabNews) => void): void;
}

const everyNews: readonly unknown[] = ["erased", "locked", "attempted", "created"];

export function openTabChannel(): TabChannel {
  const channel = new BroadcastChannel("ramznama");
  return {
    tell: (news) => {
      channel.postMessage(news);
    },
    listen: (listener) => {
      channel.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
        if (isNews(data)) listener(data);
      });
    },
  };
}

function isNews(data: unknown): data is TabNews {
  return everyNews.includes(data);
}
