// <k-drop> around a form with one file field: files may be dropped anywhere on it, and several
// are sent one after the other. What was refused is told; the page shows the rest.
import htmx from "htmx.org/dist/htmx.esm.js";
import { define, find } from "./define.js";
import { toast } from "./toast.js";

function told(response) {
  try {
    return JSON.parse(response.headers.get("HX-Trigger") ?? "{}")["k:toast"]?.text;
  } catch {
    return undefined;
  }
}

define(
  "k-drop",
  class extends HTMLElement {
    connectedCallback() {
      this.addEventListener("dragover", (event) => {
        event.preventDefault();
        this.toggleAttribute("data-over", true);
      });
      for (const name of ["dragleave", "drop"]) {
        this.addEventListener(name, () => this.toggleAttribute("data-over", false));
      }
      this.addEventListener("drop", (event) => {
        event.preventDefault();
        const { files } = event.dataTransfer;
        if (!files.length) return;
        find("input[type=file]", this).files = files;
        find("form", this).requestSubmit();
      });
      this.addEventListener("change", () => find("form", this).requestSubmit());
      this.addEventListener("submit", (event) => {
        event.preventDefault();
        this.send(event.target);
      });
    }

    async send(form) {
      const field = find("input[type=file]", form);
      let sent = 0;
      for (const file of field.files) {
        const body = new FormData(form);
        body.set(field.name, file);
        const headers = { "HX-Request": "true" };
        const response = await fetch(form.action, { method: "POST", body, headers });
        if (response.ok) sent += 1;
        else toast({ text: `${file.name}: ${told(response) ?? response.status}`, kind: "error" });
      }
      form.removeAttribute("aria-busy");
      form.reset();
      const show = { target: "#main", select: "#main", swap: "outerHTML" };
      if (sent) htmx.ajax("GET", location.href, show);
    }
  },
);
