// <k-chart> draws the JSON inside it once it comes into view; the library is a chunk of its own.
import { define } from "./define.js";

class KChart extends HTMLElement {
  connectedCallback() {
    this.watcher = new IntersectionObserver(async (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      this.watcher.disconnect();
      const { mount } = await import("./charts.js");
      if (this.isConnected) this.chart = mount(this);
    });
    this.watcher.observe(this);
  }

  disconnectedCallback() {
    this.watcher?.disconnect();
    this.chart?.dispose();
    this.chart = null;
  }
}

define("k-chart", KChart);
