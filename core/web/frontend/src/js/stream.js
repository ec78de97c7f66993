// The event stream. Browsers allow six connections to a host, so of all tabs that are visible one
// listens and tells the others; a tab in the background does not, and catches up when it is seen.
import { find } from "./define.js";
import { hear, refresh } from "./refresh.js";
import { text } from "./text.js";

const FIRST_WAIT = 5000;
const LONGEST_WAIT = 300000;
const LOCK = "k-stream";
const address = document.body?.dataset.stream;
const channel = "BroadcastChannel" in window ? new BroadcastChannel(LOCK) : null;
let position = "";
let stream = null;
let retry = null;
let wait = FIRST_WAIT;
let left = false;
let leaving = null; // ends the wait for the lead, or the lead itself

function outdated() {
  if (find("#k-outdated")) return;
  const bar = document.createElement("div");
  bar.className = "banner";
  bar.id = "k-outdated";
  bar.setAttribute("role", "status");
  const again = document.createElement("a");
  Object.assign(again, { href: location.href, textContent: text("reload") });
  again.addEventListener("click", (event) => {
    event.preventDefault();
    location.reload();
  });
  bar.append(text("outdated"), " ", again);
  find("#main .top, main")?.after(bar);
}

function take({ kind, id, data }) {
  if (document.hidden) return; // it has its own place and catches up from there
  if (id) position = id;
  if (kind === "stale") refresh("stale");
  else if (kind === "reload") outdated();
  else if (kind === "message") for (const one of JSON.parse(data)) hear(one);
}

function open() {
  const url = new URL(address, location.href);
  if (position) url.searchParams.set("since", position);
  stream = new EventSource(url);
  for (const kind of ["message", "stale", "beat", "reload"]) {
    stream.addEventListener(kind, (event) => {
      const told = { kind, id: event.lastEventId, data: event.data };
      take(told);
      channel?.postMessage(told);
    });
  }
  stream.addEventListener("open", () => (wait = FIRST_WAIT));
  stream.addEventListener("error", () => {
    // the browser tries again by itself unless it was turned away: signed out, or too many
    if (stream?.readyState !== EventSource.CLOSED) return;
    retry = setTimeout(open, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  });
}

function close() {
  clearTimeout(retry);
  stream?.close();
  stream = null;
}

// held until the tab is left; the browser hands it on, also when the tab is closed
function lead(signal) {
  return new Promise((done) => {
    open();
    signal.addEventListener("abort", () => {
      close();
      done();
    });
  });
}

function listen() {
  if (document.hidden || leaving) return;
  leaving = new AbortController();
  const { signal } = leaving;
  if (!navigator.locks) {
    lead(signal);
    return;
  }
  const wanted = (lock) => (lock ? lead(signal) : missed());
  navigator.locks
    .request(LOCK, { ifAvailable: true }, wanted)
    .then(() => signal.aborted || navigator.locks.request(LOCK, { signal }, () => lead(signal)))
    .catch((error) => {
      if (error.name !== "AbortError") throw error;
    });
}

// while another tab leads, nobody tells this one what happened before it was seen again
function missed() {
  if (left) refresh("stale");
}

function leave() {
  left = true;
  leaving?.abort();
  leaving = null;
}

if (address) {
  position = new URL(address, location.href).searchParams.get("since") ?? "";
  if (channel) channel.onmessage = (event) => take(event.data);
  listen();
  document.addEventListener("visibilitychange", () => (document.hidden ? leave() : listen()));
  addEventListener("pagehide", leave);
  addEventListener("pageshow", listen);
}
