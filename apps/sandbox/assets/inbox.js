/** Looks for new messages, and puts a code on the clipboard. Without it the page still works. */
const REFRESH_MILLISECONDS = 3000;

const page = document.querySelector("main");

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.querySelector("span").textContent = "کپی شد";
  });
}

const query = new URLSearchParams({ limit: "1" });
if (page.dataset.to !== undefined) query.set("to", page.dataset.to);

async function lookForNews() {
  if (document.hidden) return;
  const response = await fetch(`/inbox/api/messages?${query}`).catch(() => undefined);
  if (response?.ok !== true) return;
  const { messages } = await response.json();
  const newest = messages[0]?.messageId ?? "";
  if (newest !== (page.dataset.newest ?? "")) location.reload();
}

setInterval(lookForNews, REFRESH_MILLISECONDS);
document.addEventListener("visibilitychange", lookForNews);
