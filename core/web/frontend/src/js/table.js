// <k-table>: row cursor, selection, bulk bar. Rows carry data-href and a checkbox named "id".
import htmx from "htmx.org/dist/htmx.esm.js";
import { actions } from "./actions.js";
import { define, find, findAll } from "./define.js";

const boxes = (table) => findAll("td.ck input", table);

class KTable extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", (event) => this.#select(event.target));
    this.addEventListener("click", (event) => this.#addSort(event), true);
    this.addEventListener("click", (event) => this.#open(event));
    this.sync();
  }

  get rows() {
    return findAll("tbody tr[data-href]", this);
  }

  get current() {
    return find("tr.cursor", this);
  }

  // before the link's own click, which would open a window of its own
  #addSort(event) {
    const link = event.shiftKey && event.target.closest("a[data-add]");
    if (!link) return;
    event.preventDefault();
    event.stopPropagation();
    htmx.ajax("GET", link.dataset.add, { source: link, target: "#list", swap: "outerMorph" });
  }

  step(by) {
    const rows = this.rows;
    const at = rows.indexOf(this.current);
    this.current?.classList.remove("cursor");
    const row = rows[Math.max(0, Math.min(rows.length - 1, at + by))];
    row?.classList.add("cursor");
    row?.scrollIntoView({ block: "nearest" });
  }

  // through the row's own link, so that whoever listens for clicks knows
  open(row) {
    find(`a[href="${CSS.escape(row.dataset.href)}"]`, row)?.click();
  }

  toggle({ range }) {
    const box = this.current && find("td.ck input", this.current);
    if (!box) return;
    box.checked = range ? true : !box.checked;
    if (range && this.last?.isConnected) this.#fill(this.last, box);
    this.last = box;
    this.sync();
  }

  clear() {
    for (const box of boxes(this)) box.checked = false;
    this.sync();
  }

  // a swap keeps the boxes but not the marks on their rows
  sync() {
    const all = boxes(this);
    for (const box of all) {
      const row = box.closest("tr");
      if (box.checked) row.setAttribute("aria-selected", "true");
      else row.removeAttribute("aria-selected");
    }
    const count = all.filter((box) => box.checked).length;
    const head = find("th.ck input", this);
    if (head) {
      head.checked = count > 0 && count === all.length;
      head.indeterminate = count > 0 && count < all.length;
    }
    const bar = find(".bulk", this);
    if (!bar) return;
    bar.hidden = !count;
    const every = find("[name=all]", bar);
    const page = count === all.length;
    if (every && !page) every.checked = false;
    const whole = every?.checked;
    const offered = page || this.hasAttribute("data-picking");
    if (every) find(".every", bar).hidden = !offered || whole;
    find("b", bar).textContent = whole
      ? bar.dataset.all
      : bar.dataset.text.replace("{n}", count);
  }

  #select(box) {
    if (box.matches("th.ck input")) for (const one of boxes(this)) one.checked = box.checked;
    if (box.matches("td.ck input")) this.last = box;
    if (box.matches(".ck input")) this.sync();
  }

  #fill(from, to) {
    const all = boxes(this);
    const [low, high] = [all.indexOf(from), all.indexOf(to)].sort((a, b) => a - b);
    for (const box of all.slice(low, high + 1)) box.checked = true;
  }

  #open(event) {
    // a card of the narrow layout is one target; in the wide table only its link is
    const row = event.target.closest("tr[data-href]");
    if (!row || !matchMedia("(max-width: 860px)").matches) return;
    if (this.hasAttribute("data-picking")) {
      if (!event.target.closest(".ck")) this.#pick(event, row);
    } else if (!event.target.closest("a, button, label, input, form")) this.open(row);
  }

  #pick(event, row) {
    event.preventDefault();
    this.last = find("td.ck input", row);
    this.last.checked = !this.last.checked;
    this.sync();
  }
}

define("k-table", KTable);

// on a narrow screen there is no room for boxes until one wants them
actions["pick-rows"] = (button) => {
  const table = button.closest("k-table");
  const picking = table.toggleAttribute("data-picking");
  button.setAttribute("aria-pressed", String(picking));
  if (!picking) table.clear();
};
actions["select-everything"] = (button) => {
  const table = button.closest("k-table");
  for (const box of boxes(table)) box.checked = true;
  find(".bulk [name=all]", table).checked = true;
  table.sync();
};
actions["clear-selection"] = (button) => button.closest("k-table").clear();

document.addEventListener("htmx:after:swap", ({ detail }) => {
  for (const table of findAll("k-table")) {
    if (again && detail.ctx.target?.id === table.id) selectAgain(table);
    table.sync();
  }
});

// What was selected for a bulk action is selected again once that is taken back: rows that left the
// list meanwhile come without their marks. Kept by the address that takes it back.
const selections = new Map();
let again = null;

document.addEventListener("k:toast", ({ detail: { undo } }) => {
  const table = find("k-table");
  if (!table || !undo?.url.startsWith("/ui/bulk/")) return;
  const ids = boxes(table).filter((box) => box.checked).map((box) => box.value);
  selections.set(undo.url, { ids: new Set(ids), whole: find(".bulk [name=all]", table)?.checked });
});
document.addEventListener("k:undo", ({ detail: { url } }) => {
  again = selections.get(url) ?? null;
});

function selectAgain(table) {
  for (const box of boxes(table)) box.checked = again.ids.has(box.value);
  const every = find(".bulk [name=all]", table);
  if (every) every.checked = again.whole === true;
  again = null;
}

// on a narrow screen the tab of a saved view may lie beyond the edge
find(".views [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
