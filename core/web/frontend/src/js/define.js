// The bundle may meet a page restored from history: an element is defined once.
export function define(name, element) {
  if (!customElements.get(name)) customElements.define(name, element);
}

export const find = (selector, root = document) => root.querySelector(selector);
export const findAll = (selector, root = document) => [...root.querySelectorAll(selector)];
