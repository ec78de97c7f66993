// What goes wrong between page and server is said once, and typed text stays where it is.
import { find } from "./define.js";
import { text } from "./text.js";
import { toast } from "./toast.js";

const SHOWN_IN_PLACE = [409, 412, 422];

function banner(id, words, link) {
  if (document.getElementById(id)) return;
  const bar = document.createElement("div");
  bar.className = "banner";
  bar.id = id;
  bar.setAttribute("role", "alert");
  bar.append(words);
  if (link) {
    const to = document.createElement("a");
    Object.assign(to, { href: link.href, textContent: link.text, target: "_blank", rel: "opener" });
    bar.append(" ", to);
  }
  find("#main .top, main")?.after(bar);
}

document.addEventListener("htmx:before:swap", (event) => {
  const { ctx } = event.detail;
  const status = ctx.response?.status ?? 0;
  if (status < 400 || SHOWN_IN_PLACE.includes(status)) return;
  if (status === 401) {
    event.preventDefault();
    banner("k-session", text("session"), { href: "/login", text: text("sign_in") });
    return;
  }
  // a box that loads itself shows its own failure; everything else keeps what it has
  if (ctx.swap !== "none" && ctx.target?.matches?.("[data-box]")) return;
  event.preventDefault();
  if (!ctx.hx?.trigger) toast({ text: text("failed"), kind: "error" });
});

document.addEventListener("htmx:error", (event) => {
  if (event.detail.error instanceof TypeError || event.detail.error?.name === "AbortError") {
    banner("k-offline", text("offline"));
  }
});

document.addEventListener("htmx:after:request", () => find("#k-offline")?.remove());
addEventListener("online", () => find("#k-offline")?.remove());
