/** Groups digits while they are typed, and offers to print. Without it forms and pages still work. */

/** What may stand between digits: in a card number or a code, and, as the bank reads amounts, in an amount. */
const grouped = {
  3: /^[\p{Nd}\s\p{Z}\p{Cf},٬،’']*$/u,
  4: /^[\p{Nd}\s\p{Pd},٬،._\p{Cf}]*$/u,
};

/** How many digits stand before this place of the text. */
const digitsBefore = (text, place) => text.slice(0, place).replace(/\P{Nd}/gu, "").length;

function inGroups(digits, size) {
  // Card numbers are counted from the left, amounts from the right.
  if (size === 4) return digits.replace(/(.{4})(?=.)/gu, "$1 ");
  return digits.replace(/(?<=\p{Nd})(?=(?:\p{Nd}{3})+$)/gu, ",");
}

function group(field) {
  const size = Number(field.dataset.group);
  const place = field.selectionStart ?? field.value.length;
  const before = digitsBefore(field.value, place);
  // A text that is no such number is left alone: the page says what is wrong with it.
  if (!grouped[size].test(field.value)) return;
  const text = inGroups(field.value.replace(/\P{Nd}/gu, ""), size);
  if (text === field.value) return;
  field.value = text;
  let caret = 0;
  while (digitsBefore(text, caret) < before) caret += 1;
  field.setSelectionRange(caret, caret);
}

for (const field of document.querySelectorAll("[data-group]")) {
  field.addEventListener("input", () => group(field));
  group(field);
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A second click while the first is under way is no second wish; coming back by the browser's
// history wakes the buttons again.
const sent = new Set();
document.addEventListener("submit", (event) => {
  if (sent.has(event.target)) event.preventDefault();
  sent.add(event.target);
});
window.addEventListener("pageshow", () => sent.clear());
