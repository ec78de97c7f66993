// One live region for the whole page. The server asks by HX-Trigger: {"k:toast": {...}} or, after
// a redirect, by the list in #k-toasts. Successes leave after six seconds, errors stay.
import htmx from "htmx.org/dist/htmx.esm.js";
import { keepFocus } from "./focus.js";
import { text } from "./text.js";

const LIFETIME = 6000;

function button(label, run) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.addEventListener("click", run);
  return made;
}

function take(note) {
  note.remove();
  keepFocus();
}

function expire(note) {
  let timer;
  const start = () => {
    timer = setTimeout(() => take(note), LIFETIME);
  };
  const stop = () => clearTimeout(timer);
  for (const event of ["mouseenter", "focusin"]) note.addEventListener(event, stop);
  for (const event of ["mouseleave", "focusout"]) note.addEventListener(event, start);
  start();
}

export function toast({ text: message, kind = "ok", undo, link }) {
  const region = document.getElementById("toasts");
  const note = document.createElement("div");
  note.className = `toast ${kind}`;
  const words = document.createElement("span");
  words.textContent = message;
  note.append(words);
  if (undo) {
    const run = () => {
      document.dispatchEvent(new CustomEvent("k:undo", { detail: undo }));
      htmx.ajax("POST", undo.url, { swap: "none" });
      take(note);
    };
    note.append(button(undo.label ?? text("undo"), run));
  }
  if (link) {
    const open = document.createElement("a");
    open.className = "lnk";
    open.href = link.href;
    open.textContent = link.label;
    note.append(open);
  }
  if (kind === "error") note.append(button(text("dismiss"), () => take(note)));
  else expire(note);
  raise(region);
  region.append(note);
}

// A dialog opened later lies above the region; opening it anew puts it on top again. Otherwise it
// stays open, empty or not: what comes into a region that is not there yet is not read aloud.
function raise(region) {
  if (document.querySelector("dialog[open]") && region.matches(":popover-open")) region.hidePopover();
  if (!region.matches(":popover-open")) region.showPopover();
}

// pages without a frame, such as signing in, have no region
if (document.getElementById("toasts")) raise(document.getElementById("toasts"));

document.addEventListener("k:toast", (event) => toast(event.detail));

const waiting = document.getElementById("k-toasts");
if (waiting) for (const note of JSON.parse(waiting.textContent)) toast(note);
