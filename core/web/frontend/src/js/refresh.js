// Boxes with data-events load themselves again when one of these events happened: told by the
// answer to an own action (HX-Trigger "k:refresh") or by the stream of other people's work
// (stream.js). What somebody is working in is never replaced: it offers to show the new state.
import htmx from "htmx.org/dist/htmx.esm.js";
import { find, findAll } from "./define.js";
import { text } from "./text.js";

const PAUSE = 2000;
const JITTER = 400;
const OWN = 5000; // what one did oneself is shown by its answer; the stream tells it once more
const last = new WeakMap();
const due = new WeakSet();
const unasked = new WeakSet(); // boxes that load because of somebody else
let acted = performance.now();

const changed = (field) => {
  if (field.matches("select")) return [...field.options].some((one) => one.selected !== one.defaultSelected);
  if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
  return field.value !== field.defaultValue;
};

function busy(box) {
  if (box.contains(document.activeElement) || find(":popover-open", box)) return true;
  return findAll("form :is(input:not([type=hidden]), select, textarea)", box).some(changed);
}

function get(box) {
  last.set(box, Date.now());
  find(":scope > .fresh", box)?.remove();
  htmx.trigger(box, "k:get");
}

function later(box) {
  if (due.has(box)) return;
  const wait = Math.max(0, PAUSE - (Date.now() - (last.get(box) ?? 0)));
  due.add(box);
  setTimeout(() => {
    due.delete(box);
    if (!box.isConnected) return;
    if (busy(box)) {
      offer(box);
      return;
    }
    unasked.add(box);
    get(box);
  }, wait + Math.random() * JITTER);
}

function offer(box, words = text("fresh")) {
  let button = find(":scope > .fresh", box);
  if (!button) {
    button = document.createElement("button");
    button.type = "button";
    button.className = "btn sm fresh";
    button.addEventListener("click", () => get(box));
    box.prepend(button);
  }
  button.textContent = words;
}

function wanted(box, name) {
  const names = box.dataset.events.split(" ");
  return name === "stale" || names.includes(name) || names.includes("*");
}

// the boxes of a record's page hear of this record only; no refs: it may have been any
function about(box, refs) {
  const record = box.closest("[data-ref]")?.dataset.ref;
  return !record || !refs || refs.includes(record);
}

const still = (box) => box.id === "list";

// whether any new record belongs to this list: no search, no condition, its first page
function showsAll() {
  const asked = new URLSearchParams(location.search);
  return !["q", "filter", "view", "cursor"].some((name) => asked.get(name));
}

// a list does not jump: it says how much is new, and shows it when it is asked to
function announce(list, name, records) {
  const shown = (id) => document.getElementById(`r-${id}`);
  const made = name.endsWith(".created");
  const told = records?.filter((id) => made !== Boolean(shown(id)));
  if (told && !told.length) return;
  if (!made || !told || !showsAll()) {
    if (!list.dataset.fresh) offer(list);
    return;
  }
  const fresh = new Set([...(list.dataset.fresh?.split(" ") ?? []), ...told]);
  list.dataset.fresh = [...fresh].join(" ");
  offer(list, fresh.size === 1 ? text("new_one") : text("new_many", { n: fresh.size }));
}

export function refresh(name, { own = false, refs = null, records = null } = {}) {
  for (const box of findAll("[data-events]").filter((one) => wanted(one, name) && about(one, refs))) {
    if (own) get(box);
    else if (still(box) && name !== "stale") announce(box, name, records);
    else if (still(box) || busy(box)) offer(box);
    else later(box);
  }
}

export function hear({ name, records, refs, mine }) {
  if (!(mine && performance.now() - acted < OWN)) refresh(name, { records, refs });
}

document.addEventListener("k:refresh", (event) => {
  for (const name of event.detail.names ?? [event.detail.name ?? event.detail.value]) {
    refresh(name, { own: true });
  }
});

// what nobody asked for does not keep a session alive
document.addEventListener("htmx:config:request", (event) => {
  const { ctx } = event.detail;
  if (unasked.delete(ctx.sourceElement)) ctx.request.headers["X-Kontor-Unasked"] = "1";
});

document.addEventListener("htmx:before:request", (event) => {
  if (event.detail.ctx?.request?.method !== "GET") acted = performance.now();
});
