// <k-palette>: combobox over a listbox the server renders; Ctrl/Cmd-K opens it anywhere.
import { actions } from "./actions.js";
import htmx from "htmx.org/dist/htmx.esm.js";
import { define, find, findAll } from "./define.js";

// Records opened last are kept by address alone: who may not see one is not told its name.
const KEPT = "k-recent";
const MOST = 12;

function lately() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? "[]");
    return kept.filter((path) => typeof path === "string" && path !== location.pathname);
  } catch {
    return [];
  }
}

function remember() {
  if (!find(".rec[data-ref]")) return;
  const kept = [location.pathname, ...lately()].slice(0, MOST);
  try {
    localStorage.setItem(KEPT, JSON.stringify(kept));
  } catch {
    // a browser that keeps nothing has no recent records
  }
}

remember();
document.addEventListener("submit", (event) => {
  if (event.target.action?.endsWith("/logout")) localStorage.removeItem(KEPT);
});

class KPalette extends HTMLElement {
  connectedCallback() {
    this.dialog = find("dialog", this);
    this.input = find("input", this);
    this.results = find(".res", this);
    this.status = find("[role=status]", this);
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.results.addEventListener("click", (event) => {
      this.#run(event.target.closest("[role=option]"));
    });
    this.dialog.addEventListener("click", (event) => {
      if (event.target === this.dialog) this.dialog.close();
    });
    this.addEventListener("htmx:after:swap", () => this.#shown());
  }

  open() {
    if (this.dialog.open) return;
    this.dialog.showModal();
    this.input.value = "";
    find("#pal-recent", this).value = lately().join(",");
    find("#pal-here", this).value = find(".rec[data-ref]") ? location.pathname : "";
    this.input.focus();
    htmx.process(this.input); // whoever is quick opens it before htmx has seen the page
    htmx.trigger(this.input, "k:open");
  }

  get options() {
    return findAll("[role=option]", this.results);
  }

  #shown() {
    const options = this.options;
    this.input.setAttribute("aria-expanded", String(options.length > 0));
    this.status.textContent = find("[data-status]", this.results)?.dataset.status ?? "";
    if (options.length) this.#select(options[0]);
    else this.input.removeAttribute("aria-activedescendant");
  }

  #select(option) {
    for (const other of this.options) other.setAttribute("aria-selected", String(other === option));
    this.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  #key(event) {
    const options = this.options;
    const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (options.length) this.#select(options[(at + step + options.length) % options.length]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.#run(options[at]);
    }
  }

  #run(option) {
    if (!option) return;
    this.dialog.close();
    const { get, post } = option.dataset;
    if (option.dataset.do) actions[option.dataset.do]?.(option);
    else if (get) htmx.ajax("GET", get, { target: "#dialog-in", swap: "innerHTML" });
    else if (post) htmx.ajax("POST", post, { swap: "none" });
    else if (option.dataset.href) location.href = option.dataset.href;
  }
}

define("k-palette", KPalette);

actions.palette = () => find("k-palette")?.open();
