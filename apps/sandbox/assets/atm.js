/** The keys below the PIN, and the end of a visit in which nothing happens. */

for (const keypad of document.querySelectorAll("[data-keypad]")) {
  const field = document.getElementById(keypad.dataset.keypad);
  keypad.hidden = false;
  keypad.addEventListener("click", ({ target }) => {
    const key = target.closest("button");
    if (key === null) return;
    field.value = key.value === "clear" ? "" : field.value + key.value;
  });
}

const NOTE_SECONDS = 30;
const idleSeconds = Number(document.querySelector("[data-idle]")?.dataset.idle);
const note = document.querySelector("[data-idle-note]");
const endsAt = performance.now() + idleSeconds * 1000;

function watch() {
  const secondsLeft = Math.ceil((endsAt - performance.now()) / 1000);
  if (secondsLeft <= 0) location.replace("/atm/ended");
  note.hidden = secondsLeft > NOTE_SECONDS;
  // Said once: a number that changes every second would be read out every second.
  if (!note.hidden && note.textContent === "")
    note.textContent = "اگر کاری نکنید، تا نیم دقیقه دیگر کارت بیرون داده می‌شود.";
}

if (idleSeconds > 0) setInterval(watch, 1000);
