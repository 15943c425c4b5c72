export function define() {
  customElements.define("bench-calls", class extends HTMLElement {});
}
