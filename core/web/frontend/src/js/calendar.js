// <k-calendar>: entries go to another day by mouse or touch, or by Alt and the arrow keys. Both send
// the same request; a refused entry goes back where it was.
import htmx from "htmx.org/dist/htmx.esm.js";
import { define, find, findAll } from "./define.js";

const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
const DAY = 86400000;
let moved = null; // the entry to focus when the new calendar is there

const dayOf = (node) => node.closest("[data-day]").dataset.day;
const later = (day, days) => new Date(Date.parse(`${day}T00:00Z`) + days * DAY).toISOString().slice(0, 10);

class KCalendar extends HTMLElement {
  connectedCallback() {
    this.addEventListener("keydown", (event) => this.#key(event));
    this.addEventListener("k:entry-moved", (event) => delete event.target.dataset.pending);
    this.sync();
  }

  async sync() {
    if (!("moves" in this.dataset)) return;
    const { default: Sortable } = await import("sortablejs");
    for (const list of findAll(".day > ul", this)) {
      if (Sortable.get(list)) continue;
      Sortable.create(list, {
        group: "entries",
        sort: false,
        draggable: "[data-move]",
        animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 140,
        ghostClass: "ghost",
        delay: 120,
        delayOnTouchOnly: true,
        scroll: true,
        onStart: () => this.classList.add("moving"),
        onEnd: ({ item, from, to, oldIndex }) => {
          this.classList.remove("moving");
          if (from === to) return;
          this.#send(item, dayOf(from), dayOf(to), () => from.insertBefore(item, from.children[oldIndex] ?? null));
        },
      });
    }
  }

  #key(event) {
    const step = STEPS[event.key];
    const entry = event.target.closest("[data-move]");
    if (!step || !entry || !event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const from = dayOf(entry);
    moved = entry.id;
    this.#send(entry, from, later(from, step), () => {});
  }

  async #send(entry, from, to, back) {
    if ("pending" in entry.dataset) return;
    entry.dataset.pending = "";
    await htmx.ajax("POST", entry.dataset.move, {
      source: entry,
      swap: "none",
      values: { id: entry.dataset.id, from, to },
    });
    if (!("pending" in entry.dataset)) return;
    delete entry.dataset.pending;
    moved = null;
    back();
  }
}

define("k-calendar", KCalendar);

document.addEventListener("htmx:after:swap", () => {
  for (const calendar of findAll("k-calendar")) calendar.sync();
  const entry = moved && document.getElementById(moved);
  if (!entry) return;
  find(".ev", entry)?.focus();
  moved = null;
});
