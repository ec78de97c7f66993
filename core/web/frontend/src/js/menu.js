// Popover menus: placed at their button, moved by arrow keys, closed when their region changes.
import { find, findAll } from "./define.js";

// a menu may have many buttons: each card of a board opens the same one
let opener;
document.addEventListener("click", (event) => (opener = event.target.closest("[popovertarget]") ?? opener), true);

function place(menu) {
  const mine = opener?.isConnected && opener.getAttribute("popovertarget") === menu.id;
  const button = mine ? opener : find(`[popovertarget="${menu.id}"]`);
  if (!button) return;
  const at = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const start = menu.dataset.align === "start" ? at.left : at.right - width;
  menu.style.left = `${Math.max(8, Math.min(start, innerWidth - width - 8))}px`;
  const above = at.top - height - 4;
  const below = at.bottom + 4;
  menu.style.top = `${below + height > innerHeight - 8 && above > 8 ? above : below}px`;
}

document.addEventListener(
  "toggle",
  (event) => {
    const menu = event.target;
    if (!menu.matches?.(".menu[popover]") || event.newState !== "open") return;
    place(menu);
    find(":is(button, a, input):not([hidden])", menu)?.focus();
  },
  true,
);

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.(".menu[popover]");
  if (!menu || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
  if (event.target.matches("input, select, textarea")) return;
  event.preventDefault();
  const items = findAll("button, a", menu);
  const step = event.key === "ArrowDown" ? 1 : -1;
  const next = items.indexOf(document.activeElement) + step;
  items.at(next % items.length)?.focus();
});

document.addEventListener("htmx:after:swap", (event) => {
  const target = event.detail.ctx?.target;
  for (const menu of findAll(".menu:popover-open")) {
    // a form loaded into an open menu must not close it
    if (!(target instanceof Element) || !menu.contains(target)) menu.hidePopover();
    else place(menu);
  }
});
