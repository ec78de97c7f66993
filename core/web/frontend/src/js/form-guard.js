// Typed text is never lost and nothing is sent twice.
import { actions } from "./actions.js";
import { find, findAll } from "./define.js";
import { text } from "./text.js";

const dirty = new WeakSet();

export function mayLeave(scope) {
  return !findAll("form[data-guard]", scope).some(unsaved) || window.confirm(text("unsaved"));
}

// a form that came back refused holds typed text although nobody touched this copy of it
function unsaved(form) {
  return dirty.has(form) || form.hasAttribute("data-unsaved");
}

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-guard]");
  if (form) dirty.add(form);
});

addEventListener("beforeunload", (event) => {
  if (findAll("form[data-guard]").some(unsaved)) event.preventDefault();
});

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (form.getAttribute("aria-busy") === "true") {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    dirty.delete(form);
    form.removeAttribute("data-unsaved");
    if (form.method === "post") form.setAttribute("aria-busy", "true");
  },
  true,
);

// a plain form leaves the page; one of htmx comes back and may be sent again
document.addEventListener("htmx:finally:request", (event) => {
  const form = event.detail.ctx.request?.form ?? event.detail.ctx.sourceElement;
  if (!form?.matches?.("form")) return;
  form.removeAttribute("aria-busy");
  const status = event.detail.ctx.response?.status;
  if (form.matches("[data-guard]") && !(status < 400)) dirty.add(form);
});
addEventListener("pageshow", () => {
  for (const form of findAll("form[aria-busy]")) form.removeAttribute("aria-busy");
});

document.addEventListener("htmx:after:swap", () => find(".summary[data-new]")?.focus());
find(".summary[data-new]")?.focus();

// checked when a touched field is left; the server still has the last word
document.addEventListener("focusout", (event) => {
  const field = event.target;
  if (!field.matches?.("form[data-guard] .inp") || !dirty.has(field.form)) return;
  const slot = document.getElementById(`${field.id}-live`);
  if (!slot) return;
  const bad = !field.checkValidity();
  const key = field.validity.valueMissing ? "required" : "invalid";
  slot.textContent = bad ? text(key) : "";
  slot.hidden = !bad;
  if (bad) field.setAttribute("aria-invalid", "true");
  else if (!document.getElementById(`${field.id}-err`)) field.removeAttribute("aria-invalid");
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = event.target.closest?.("form");
  if (form) {
    event.preventDefault();
    form.requestSubmit();
  }
});

// a conflict: take what somebody else saved
actions.take = (button) => {
  const field = document.getElementById(button.dataset.for);
  if (field.type === "checkbox") field.checked = Boolean(button.dataset.value);
  else field.value = button.dataset.value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  button.closest(".clash").remove();
  field.focus();
};
