// Previous and next record of the list one came from; the tab's own storage remembers the list.
import { actions } from "./actions.js";
import { find, findAll } from "./define.js";

const WALK = "kontor.walk";
const FIRSTS = "kontor.walk.firsts";

const read = (key) => JSON.parse(sessionStorage.getItem(key) || "null");
const write = (key, value) => sessionStorage.setItem(key, JSON.stringify(value));
const here = (url) => new URL(url, location.href).pathname + new URL(url, location.href).search;

// A page behind a cursor does not say how many rows lie before it: the page before it does.
function firstOf(url, rows, next) {
  const firsts = read(FIRSTS) ?? {};
  const first = new URL(url, location.href).searchParams.has("cursor") ? firsts[here(url)] : 1;
  if (first && next) write(FIRSTS, { ...firsts, [here(next)]: first + rows });
  return first;
}

function pageOf(table, url) {
  const hrefs = findAll("tbody tr[data-href]", table).map((row) => here(row.dataset.href));
  const [before, after] = ["prev", "next"].map(
    (side) => find(`.tfoot a[rel=${side}]`, table)?.getAttribute("href") ?? null,
  );
  return { hrefs, before, after, first: firstOf(url, hrefs.length, after), all: table.dataset.count };
}

// in the capturing phase: whatever opens a row ends as a click on its link
document.addEventListener(
  "click",
  (event) => {
    const link = event.target.closest?.("k-table tbody tr[data-href] a[href]");
    const row = link?.closest("tr");
    if (row && link.getAttribute("href") === row.dataset.href) {
      write(WALK, pageOf(row.closest("k-table"), location.href));
    }
  },
  { capture: true },
);

function show() {
  const bar = find("[data-walk]");
  const walk = bar && read(WALK);
  const at = walk?.hrefs.findIndex((href) => new URL(href, location.href).pathname === location.pathname);
  if (!walk || at < 0) return;
  const [previous, next] = findAll("button", bar);
  previous.disabled = at === 0 && !walk.before;
  next.disabled = at === walk.hrefs.length - 1 && !walk.after;
  const place = find("[data-text]", bar);
  place.textContent = walk.first
    ? place.dataset.text.replace("{at}", walk.first + at).replace("{all}", walk.all)
    : "";
  bar.hidden = previous.disabled && next.disabled;
}

async function turn(url, last) {
  const answer = await fetch(url);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const table = find("k-table", page);
  if (!answer.ok || !table) return url;
  const walk = pageOf(table, url);
  write(WALK, walk);
  return walk.hrefs.at(last ? -1 : 0) ?? url;
}

actions.walk = async (button) => {
  const walk = read(WALK);
  const by = Number(button.dataset.by);
  const at = walk.hrefs.findIndex((href) => new URL(href, location.href).pathname === location.pathname);
  const near = walk.hrefs[at + by];
  const beyond = by < 0 ? walk.before : walk.after;
  // without the network the list itself is the honest place to go
  location.href = near ?? (await turn(beyond, by < 0).catch(() => beyond));
};

// the first page must be known before its second is turned to, and swaps change the page
function learn() {
  const table = find("k-table#list");
  if (table) pageOf(table, location.href);
  show();
}
learn();
document.addEventListener("htmx:after:swap", learn);
