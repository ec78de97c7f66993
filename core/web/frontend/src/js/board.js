// <k-board>: cards go to another lane by mouse or touch, by Alt and the arrow keys on their title,
// and by their menu. All three send the same request; a refused card goes back where it was.
import htmx from "htmx.org/dist/htmx.esm.js";
import { define, find, findAll } from "./define.js";
import { text } from "./text.js";

const SIDES = { ArrowLeft: -1, ArrowRight: 1 };
const STEPS = { ArrowUp: -1, ArrowDown: 1 };

const PATIENCE = 100;

const moving = new WeakMap();

// a card stands in its new lane before anybody is asked about it; a hidden page is never painted
const painted = () =>
  new Promise((go) => {
    requestAnimationFrame(() => setTimeout(go));
    setTimeout(go, PATIENCE);
  });

const laneOf = (node) => node.closest(".blane");

class KBoard extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => this.#click(event));
    this.addEventListener("keydown", (event) => this.#key(event));
    this.addEventListener("k:moved", (event) => this.#moved(event.target, event.detail));
    this.sync();
  }

  get moves() {
    return "moves" in this.dataset;
  }

  // a swap may bring lanes that cannot be dragged yet
  async sync() {
    for (const lane of findAll(".blane", this)) this.#shown(lane);
    if (!this.moves) return;
    const { default: Sortable } = await import("sortablejs");
    for (const list of findAll(".blane > ol", this)) {
      if (Sortable.get(list)) continue;
      const takes = "takes" in laneOf(list).dataset;
      Sortable.create(list, {
        group: { name: "cards", put: takes },
        sort: false,
        draggable: ".bcard",
        filter: "button",
        preventOnFilter: false,
        animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 140,
        ghostClass: "ghost",
        chosenClass: "lifted",
        delay: 120,
        delayOnTouchOnly: true,
        scroll: true,
        // the browser's own dragging knows no fingers, and scrolling at the edge would wait for it
        forceFallback: matchMedia("(any-pointer: coarse)").matches,
        scrollSensitivity: 56,
        scrollSpeed: 14,
        // a board that snaps to its lanes would take back every step of scrolling at its edge
        onStart: () => this.classList.add("dragging"),
        onEnd: ({ item, from, to, oldDraggableIndex }) => {
          this.classList.remove("dragging");
          if (from === to) return;
          const before = findAll(".bcard", from)[oldDraggableIndex] ?? find(".more", from);
          this.#send(item, laneOf(to), () => from.insertBefore(item, before));
        },
      });
    }
  }

  #click(event) {
    const opener = event.target.closest(".mv");
    if (opener) this.#menu(opener.closest(".bcard"));
    const to = event.target.closest("[data-to]");
    if (!to) return;
    find("#board-menu", this).hidePopover();
    this.#put(this.chosen, document.getElementById(to.dataset.to));
  }

  #menu(card) {
    this.chosen = card;
    for (const item of findAll("[data-to]", this)) item.hidden = item.dataset.to === laneOf(card).id;
  }

  #key(event) {
    const card = event.target.closest(".ti")?.closest(".bcard");
    if (!card || event.ctrlKey || event.metaKey) return;
    const side = SIDES[event.key];
    const step = STEPS[event.key];
    if (!side && !step) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.altKey && side && card.dataset.move) this.#put(card, this.#beside(card, side));
    else if (step) this.#focus(findAll(".bcard", laneOf(card)), findAll(".bcard", laneOf(card)).indexOf(card) + step);
    else if (side) this.#across(card, side);
  }

  #beside(card, side) {
    const lanes = findAll(".blane", this);
    let at = lanes.indexOf(laneOf(card)) + side;
    while (lanes[at] && !("takes" in lanes[at].dataset)) at += side;
    return lanes[at];
  }

  #across(card, side) {
    const lanes = findAll(".blane", this);
    const index = findAll(".bcard", laneOf(card)).indexOf(card);
    let at = lanes.indexOf(laneOf(card)) + side;
    while (lanes[at] && !find(".bcard", lanes[at])) at += side;
    if (lanes[at]) this.#focus(findAll(".bcard", lanes[at]), index);
  }

  #focus(cards, index) {
    const card = cards[Math.max(0, Math.min(index, cards.length - 1))];
    find(".ti", card)?.focus();
    card?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  #put(card, lane) {
    if (!card || !lane || lane === laneOf(card)) return;
    const from = card.parentElement;
    const next = card.nextElementSibling;
    find("ol", lane).prepend(card);
    const shown = () => this.#focus([card], 0);
    shown();
    this.#send(card, lane, () => {
      from.insertBefore(card, next?.parentElement === from ? next : null);
      shown();
    });
  }

  // several moves of one card go one after the other, each with the version that the last one gave
  #send(card, lane, back) {
    card.dataset.pending = "";
    const before = moving.get(card) ?? Promise.resolve(true);
    moving.set(card, before.then((fine) => fine && this.#ask(card, lane, back)));
  }

  async #ask(card, lane, back) {
    await painted();
    card.dataset.pending = "";
    await htmx.ajax("POST", `${card.dataset.move}?${this.dataset.state}`, {
      source: card,
      swap: "none",
      values: { by: this.dataset.by, to: lane.dataset.value, version: card.dataset.version },
    });
    const fine = !("pending" in card.dataset);
    if (!fine) {
      delete card.dataset.pending;
      moving.delete(card);
      back();
    }
    return fine;
  }

  // how many of its cards a long lane shows
  #shown(lane) {
    const said = find(".more .of", lane);
    if (!said) return;
    const n = findAll(".bcard", lane).length.toLocaleString(document.documentElement.lang);
    said.textContent = text("shown", { n, of: find(".n", lane).textContent });
  }

  #moved(card, { version, lanes }) {
    card.dataset.version = version;
    delete card.dataset.pending;
    for (const { id, count, sum, over } of lanes) {
      const lane = document.getElementById(id);
      if (!lane) continue;
      find(".n", lane).textContent = count;
      find(".sum", lane).textContent = sum;
      this.#shown(lane);
      lane.classList.toggle("over", over === true);
    }
  }
}

define("k-board", KBoard);

document.addEventListener("htmx:after:swap", () => {
  for (const board of findAll("k-board")) board.sync();
});
