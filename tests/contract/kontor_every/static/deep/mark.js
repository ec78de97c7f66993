export class mark extends HTMLElement {
  connectedCallback() {
    this.textContent = "marked";
  }
}
