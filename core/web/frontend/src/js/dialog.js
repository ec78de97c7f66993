// Two ways to a dialog: data-do="open-dialog" shows one that is on the page; a fragment swapped
// into #dialog-in (macros dialog_link, Action.get) opens the shared one.
import { actions } from "./actions.js";
import { find } from "./define.js";
import { mayLeave } from "./form-guard.js";

actions["open-dialog"] = (button) => document.getElementById(button.dataset.for)?.showModal();
actions["close-dialog"] = (button) => close(button.closest("dialog"));

function close(dialog) {
  if (dialog && mayLeave(dialog)) dialog.close();
}

document.addEventListener("htmx:after:swap", (event) => {
  const dialog = find("#dialog");
  if (event.detail.ctx?.target?.id !== "dialog-in" || !dialog) return;
  const empty = !find("#dialog-in").childElementCount;
  if (empty && dialog.open) dialog.close();
  else if (!empty && !dialog.open) {
    dialog.showModal();
    // the cross comes first in the page, but typing is meant for the first field
    const field = find(":is(input:not([type=hidden]), select, textarea)", dialog);
    if (find("[autofocus]", dialog)) return;
    if (field && !field.closest("k-pick")) field.focus();
    else find("#dialog-in").focus(); // a list that opens by itself would hide the other fields
  }
});

document.addEventListener("k:close-dialog", () => find("#dialog")?.close());

document.addEventListener(
  "cancel",
  (event) => {
    if (event.target.matches?.("dialog") && !mayLeave(event.target)) event.preventDefault();
  },
  true,
);

document.addEventListener(
  "close",
  (event) => {
    if (event.target.id === "dialog") find("#dialog-in").replaceChildren();
  },
  true,
);
