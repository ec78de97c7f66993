// <k-composer>: one form per kind of entry; switching takes the typed text along.
import { actions } from "./actions.js";
import { define, find, findAll } from "./define.js";

class KComposer extends HTMLElement {
  show(id) {
    const forms = findAll("form", this);
    const from = forms.find((form) => !form.hidden);
    const to = forms.find((form) => form.dataset.kind === id);
    if (!to) return;
    if (to === from) {
      find("textarea, .inp", to)?.focus();
      return;
    }
    const [typed, empty] = [find("textarea", from), find("textarea", to)];
    if (typed?.value && empty && !empty.value) {
      empty.value = typed.value;
      typed.value = "";
    }
    from.hidden = true;
    to.hidden = false;
    for (const button of findAll("[data-do=compose]", to)) {
      button.setAttribute("aria-pressed", String(button.dataset.kind === id));
    }
    find("textarea, .inp", to)?.focus();
  }
}

define("k-composer", KComposer);

// also reached from outside: the quick action "Anruf" of the head opens that kind
actions.compose = (button) => find("k-composer")?.show(button.dataset.kind);
