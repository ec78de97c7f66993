// Keys. An element says its own with data-key ("n", "g c", "["); here is only what needs code.
import { actions } from "./actions.js";
import { find } from "./define.js";
import { text } from "./text.js";
import { toast } from "./toast.js";

const mac = /mac|iphone|ipad/i.test(navigator.platform);
const SEQUENCE = 900;
let leader = 0;

function showPlatformKeys() {
  if (mac) for (const key of document.querySelectorAll("kbd[data-mac]")) key.textContent = key.dataset.mac;
}
showPlatformKeys();
document.addEventListener("htmx:after:swap", showPlatformKeys);

function press(event, selector) {
  // of several, the one in the row that has the focus: a key acts on what one is at
  const row = document.activeElement?.closest("tr");
  const target = (row && find(selector, row)) ?? find(selector);
  if (!target) return false;
  event.preventDefault();
  if (target.matches("input, textarea, select")) target.focus();
  else target.click();
  return true;
}

const keyed = (key) => `[data-key="${CSS.escape(key)}"]`;

function inTable(event, table) {
  const down = event.key === "j" || event.key === "ArrowDown";
  const up = event.key === "k" || event.key === "ArrowUp";
  const free = event.target === document.body || event.target.matches("#main, .tw, a, tr");
  if ((down || up) && free) {
    event.preventDefault();
    table.step(down ? 1 : -1);
  } else if (event.key === "x" || event.key === "X") table.toggle({ range: event.shiftKey });
  else if (event.key === "Enter" && table.current && !event.target.closest("a, button, label")) {
    table.open(table.current);
  } else if (event.key === "e" && table.current) {
    find(".edit, .pen", table.current)?.click();
    event.preventDefault();
  } else if (event.key === "Escape") table.clear();
  else return false;
  return true;
}

document.addEventListener("keydown", (event) => {
  const control = event.ctrlKey || event.metaKey;
  const key = event.key;
  if (control && key.toLowerCase() === "k") {
    event.preventDefault();
    actions.palette();
    return;
  }
  if (control && event.shiftKey && key.toLowerCase() === "l") {
    event.preventDefault();
    actions.theme();
    return;
  }
  // the field of a dialog that has just closed keeps the focus for a moment
  const typing =
    event.target.matches?.(
      "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]",
    ) && event.target.checkVisibility();
  const elsewhere = find("dialog[open], :popover-open:not(#toasts)");
  if (typing || control || event.altKey || elsewhere) return;
  if (document.body.dataset.keys === "off" && key.length === 1) return;

  if (leader) {
    if (key.length > 1 && key !== "Escape") return; // Shift, on the way to the second key
    clearTimeout(leader);
    leader = 0;
    const there = key === "Escape" || press(event, keyed(`g ${key}`));
    if (!there) toast({ text: text("no_chord", { keys: `g ${key}` }) });
    return;
  }
  if (key === "g") {
    leader = setTimeout(() => (leader = 0), SEQUENCE);
    return;
  }
  const table = find("k-table");
  if (table && inTable(event, table)) return;
  if (key.length === 1) press(event, keyed(key));
});
