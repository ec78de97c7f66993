// When what has the focus is taken away, by an answer, with a dialog or a notice, the focus goes to
// the nearest part of the page that is left: keys and screen readers go on from where one was.
let last = null; // what had the focus, outside of what lies above the page
let around = []; // the names of the parts it stood in, the innermost first
let above = false; // whether a dialog or a notice had it since
let lent = null; // a part that was made fit for the focus; an answer may take that away

document.addEventListener("focusin", ({ target }) => {
  above = target.closest("dialog, #toasts, k-palette") !== null;
  if (above) return;
  last = target;
  around = [];
  for (let part = target; part; part = part.parentElement) if (part.id) around.push(part.id);
});

function keep() {
  const gone = document.activeElement === document.body || !document.activeElement;
  if (!gone || !last) return;
  if (last.isConnected && last.checkVisibility()) {
    if (above || (last === lent && !last.hasAttribute("tabindex"))) give(last);
    return;
  }
  const shown = (id) => document.getElementById(id)?.checkVisibility();
  give(document.getElementById(around.find(shown) ?? "main"));
}

function give(part) {
  if (!part) return;
  if (!part.matches("a[href], button, input, select, textarea, [tabindex]")) {
    part.tabIndex = -1;
    lent = part;
  }
  part.focus({ preventScroll: true });
}

export function keepFocus() {
  requestAnimationFrame(keep);
  setTimeout(keep, 200); // what an answer hides, such as the bar of a selection, goes a moment later
}

document.addEventListener("htmx:after:swap", keepFocus);
document.addEventListener("close", keepFocus, true);
