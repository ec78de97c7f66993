// Inline edit: Enter saves, Tab saves and goes on, Esc gives the old value back, leaving an
// unchanged field closes it. Macros: macros/values.html (cell) and macros/forms.html (cell_form).
import { find, findAll } from "./define.js";

const before = new WeakMap();
let goOn = null; // where the focus goes once the answer is there: "stay", "next" or "previous"

function state(form) {
  const data = [...new FormData(form)].filter(([name]) => name !== "version");
  return JSON.stringify(data);
}

const changed = (form) => before.get(form) !== state(form);
const cancel = (form) => find("[data-cancel]", form)?.click();

document.addEventListener("htmx:after:swap", (event) => {
  const cell = event.detail.ctx?.target;
  if (!(cell instanceof Element) || !cell.matches(".cell")) return;
  const form = find("form.cell-form", cell);
  if (form) {
    before.set(form, state(form));
    const input = find(".inp, input:not([type=hidden])", form);
    input?.focus();
    input?.select?.();
    return;
  }
  if (goOn === "next" || goOn === "previous") move(cell, goOn === "next" ? 1 : -1);
  else if (goOn === "stay") find(".edit, .pen", cell)?.focus();
  goOn = null;
});

function move(cell, step) {
  const scope = cell.closest("table, .rec-left") ?? document;
  const cells = findAll(".cell:has(.edit, .pen)", scope);
  const next = cells[cells.indexOf(cell) + step];
  (find(".edit, .pen", next ?? cell))?.click();
}

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form.cell-form");
  if (form) {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      goOn = "stay";
      cancel(form);
    } else if (event.key === "Tab" && event.target.matches(".inp") && changed(form)) {
      event.preventDefault();
      goOn = event.shiftKey ? "previous" : "next";
      form.requestSubmit();
    } else if (event.key === "Enter" && event.target.matches("select")) {
      event.preventDefault();
      goOn = "stay";
      form.requestSubmit();
    }
  } else if (event.key === "F2") {
    const cell = event.target.closest?.(".cell, tr");
    find(".edit, .pen", cell ?? find("tr.cursor") ?? document.createElement("i"))?.click();
  }
});

document.addEventListener("submit", (event) => {
  if (event.target.matches?.("form.cell-form")) goOn ??= "stay";
});

document.addEventListener("focusout", (event) => {
  const form = event.target.closest?.("form.cell-form");
  if (!form || goOn || form.contains(event.relatedTarget)) return;
  setTimeout(() => {
    // focus also leaves when the answer replaces the form: nothing to do then
    if (!form.isConnected || form.contains(document.activeElement)) return;
    if (form.getAttribute("aria-busy") === "true" || find("[aria-invalid=true], .clash", form)) return;
    goOn = "leave";
    if (changed(form)) form.requestSubmit();
    else cancel(form);
  });
});
