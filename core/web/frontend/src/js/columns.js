// <k-columns>: rows with a checkbox, moved by their buttons or by Alt and the arrow keys, and
// narrowed by a search. The order of the ticked boxes is the order of the columns.
import { define, find, findAll } from "./define.js";

const BOX = "input[type=checkbox]";
const STEP = { ArrowUp: -1, ArrowDown: 1 };

class KColumns extends HTMLElement {
  connectedCallback() {
    const search = find("input[type=search]", this);
    search.addEventListener("input", () => this.#narrow(search.value.trim().toLocaleLowerCase()));
    this.addEventListener("click", ({ target }) => {
      const button = target.closest("[data-step]");
      if (button) this.#move(button.closest("li"), Number(button.dataset.step), button);
    });
    this.addEventListener("keydown", (event) => {
      const row = event.target.closest(".pick-col");
      if (event.target === search && event.key === "Enter") event.preventDefault();
      if (!row || !event.altKey || !STEP[event.key]) return;
      event.preventDefault();
      this.#move(row, STEP[event.key], event.target);
    });
  }

  #move(row, step, focused) {
    const rows = findAll("li:not([hidden])", this);
    const other = rows[rows.indexOf(row) + step];
    if (!other) return;
    if (step < 0) other.before(row);
    else other.after(row);
    focused.focus();
    row.scrollIntoView({ block: "nearest" });
  }

  #narrow(text) {
    for (const row of findAll("li", this)) {
      row.hidden = Boolean(text) && !(find(BOX, row) && row.textContent.toLocaleLowerCase().includes(text));
    }
  }
}

define("k-columns", KColumns);
