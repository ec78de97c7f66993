// A click on data-do="name" runs actions["name"](element, event); plugins add "<key>.<name>".
import { find } from "./define.js";

export const actions = {
  nav: (button) => {
    const side = find(".side");
    const open = side.classList.toggle("open");
    button.setAttribute("aria-expanded", String(open));
    if (open) find("a, button", side)?.focus();
  },
};

function closeNav() {
  find(".side.open")?.classList.remove("open");
  find("[data-do=nav]")?.setAttribute("aria-expanded", "false");
}

document.addEventListener("click", (event) => {
  const source = event.target.closest("[data-do]");
  if (source) {
    event.preventDefault();
    actions[source.dataset.do]?.(source, event);
  }
  if (!event.target.closest(".side, [data-do=nav]")) closeNav();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && find(".side.open")) {
    closeNav();
    find("[data-do=nav]")?.focus();
  }
});
