// <k-pick>: a select with data-url becomes a search field when it is first needed.
import { define, find } from "./define.js";
import { text } from "./text.js";

class KPick extends HTMLElement {
  connectedCallback() {
    const select = find("select", this);
    const start = async () => {
      if (this.picker || this.starting) return;
      this.starting = true;
      const { mount } = await import("./pick-tom.js");
      if (!this.isConnected) return;
      this.picker = mount(select, { url: this.dataset.url, none: text("none") });
      this.picker.focus();
    };
    for (const event of ["focus", "pointerdown"]) select.addEventListener(event, start, { once: true });
    if (document.activeElement === select) start();
  }

  disconnectedCallback() {
    this.picker?.destroy();
    this.picker = null;
    this.starting = false;
  }
}

define("k-pick", KPick);
