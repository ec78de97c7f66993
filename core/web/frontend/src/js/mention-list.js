// Whom an @ may mean: a list at the caret, moved by arrow keys, taken by Enter, Tab or a click.
const MENTION = /(?:^|[^\p{L}\p{N}._+-])@((?:[\p{L}\p{N}.'’-]+ ?){0,3})$/u;
const WAIT = 120;
const MOST = 6;
const FONT = ["font", "letterSpacing", "lineHeight", "padding", "border", "boxSizing", "textIndent"];

const list = Object.assign(document.createElement("ul"), { id: "mentions", popover: "manual" });
list.className = "mentions";
list.setAttribute("role", "listbox");

let area; // the text that is typed in while the list is open
let timer;
let asked = 0;

export function look(text) {
  clearTimeout(timer);
  const word = typed(text);
  if (word === undefined) return close();
  timer = setTimeout(() => ask(text, word), WAIT);
}

function typed(text) {
  if (text.selectionStart !== text.selectionEnd) return undefined;
  return MENTION.exec(text.value.slice(0, text.selectionStart))?.[1];
}

async function ask(text, word) {
  const turn = ++asked;
  const address = new URL(text.dataset.mentions, location.href);
  address.searchParams.set("q", word.trim());
  const answer = await fetch(address, { headers: { accept: "application/json" } }).catch(() => null);
  const found = answer?.ok ? await answer.json() : [];
  if (turn !== asked || document.activeElement !== text || typed(text) !== word) return;
  // a name that stands there whole needs no list
  const left = found.filter((one) => one.text.toLowerCase() !== word.trim().toLowerCase());
  if (left.length) open(text, left.slice(0, MOST));
  else close();
}

function open(text, found) {
  list.replaceChildren(...found.map(option));
  if (area !== text) {
    close();
    area = text;
    text.after(list);
    list.setAttribute("aria-label", text.getAttribute("aria-label") ?? "@");
    text.setAttribute("aria-autocomplete", "list");
    text.setAttribute("aria-controls", list.id);
    text.addEventListener("keydown", onKey, true);
    text.addEventListener("blur", close);
    list.showPopover();
  }
  choose(0);
  place();
}

function option({ text, hint }, index) {
  const made = Object.assign(document.createElement("li"), { id: `mention-${index}` });
  made.setAttribute("role", "option");
  made.dataset.name = text;
  made.append(Object.assign(document.createElement("span"), { textContent: text }));
  if (hint) made.append(Object.assign(document.createElement("small"), { textContent: hint }));
  made.addEventListener("pointerdown", (event) => {
    event.preventDefault(); // the text keeps the focus
    take(made);
  });
  return made;
}

function close() {
  clearTimeout(timer);
  asked += 1;
  if (!area) return;
  for (const name of ["aria-controls", "aria-activedescendant"]) area.removeAttribute(name);
  area.removeEventListener("keydown", onKey, true);
  area.removeEventListener("blur", close);
  area = undefined;
  list.remove();
}

function choose(index) {
  const options = [...list.children];
  const chosen = options.at(index % options.length);
  for (const one of options) one.setAttribute("aria-selected", String(one === chosen));
  area.setAttribute("aria-activedescendant", chosen.id);
  chosen.scrollIntoView({ block: "nearest" });
}

function onKey(event) {
  const chosen = list.querySelector("[aria-selected=true]");
  const at = [...list.children].indexOf(chosen);
  if (event.key === "ArrowDown") choose(at + 1);
  else if (event.key === "ArrowUp") choose(at - 1);
  else if (event.key === "Escape") close();
  else if ((event.key === "Enter" || event.key === "Tab") && !event.ctrlKey && !event.metaKey) take(chosen);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function take(chosen) {
  const text = area;
  const word = typed(text);
  const end = text.selectionStart;
  close();
  if (word === undefined) return;
  text.setRangeText(`${chosen.dataset.name} `, end - word.length, end, "end");
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

// Below the line of the caret: a copy of the text up to there says where that is.
function place() {
  const copy = document.createElement("div");
  const style = getComputedStyle(area);
  for (const name of FONT) copy.style[name] = style[name];
  Object.assign(copy.style, { position: "absolute", visibility: "hidden", whiteSpace: "pre-wrap", overflowWrap: "anywhere", width: `${area.clientWidth}px` });
  copy.textContent = area.value.slice(0, area.selectionStart);
  const mark = copy.appendChild(document.createElement("span"));
  mark.textContent = "\u200b";
  area.after(copy);
  const at = area.getBoundingClientRect();
  const left = at.left + mark.offsetLeft;
  const top = at.top + mark.offsetTop - area.scrollTop + mark.offsetHeight + 4;
  copy.remove();
  const { offsetWidth: width, offsetHeight: height } = list;
  list.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
  list.style.top = `${top + height > innerHeight - 8 ? Math.max(8, top - height - 28) : top}px`;
}
