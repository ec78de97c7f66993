// Boxes with data-events load themselves again when one of these events happened: told by the
// answer to an own action (HX-Trigger "k:refresh") or by the event stream of other people's work.
import htmx from "htmx.org/dist/htmx.esm.js";
import { find, findAll } from "./define.js";
import { text } from "./text.js";

const PAUSE = 2000;
const JITTER = 400;
const last = new WeakMap();

function busy(box) {
  const typed = findAll("input:not([type=hidden], [type=checkbox]), textarea", box);
  return box.contains(document.activeElement) || typed.some((one) => one.value !== one.defaultValue);
}

function get(box) {
  last.set(box, Date.now());
  htmx.trigger(box, "k:get");
}

function offer(box) {
  if (find(".fresh", box)) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn sm fresh";
  button.textContent = text("fresh");
  button.addEventListener("click", () => get(box));
  box.prepend(button);
}

function wanted(box, name) {
  const names = box.dataset.events.split(" ");
  return name === "stale" || names.includes(name);
}

export function refresh(name, { own = false } = {}) {
  for (const box of findAll("[data-events]").filter((one) => wanted(one, name))) {
    if (!own && busy(box)) offer(box);
    else if (own) get(box);
    else {
      const wait = Math.max(0, PAUSE - (Date.now() - (last.get(box) ?? 0)));
      last.set(box, Date.now() + wait);
      setTimeout(() => box.isConnected && get(box), wait + Math.random() * JITTER);
    }
  }
}

document.addEventListener("k:refresh", (event) => {
  for (const name of event.detail.names ?? [event.detail.name ?? event.detail.value]) {
    refresh(name, { own: true });
  }
});

// Only the visible tab listens: browsers allow six connections to a host.
const address = document.body.dataset.stream;
let stream;
let position = "";

function listen() {
  if (document.hidden || stream) return;
  const url = new URL(address, location.href);
  if (position) url.searchParams.set("since", position);
  stream = new EventSource(url);
  stream.addEventListener("message", (event) => {
    position = event.lastEventId;
    refresh(JSON.parse(event.data).name);
  });
}

if (address) {
  listen();
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) return listen();
    stream?.close();
    stream = null;
  });
}
