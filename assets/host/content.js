// The element of a service to read: its page and its help, in the language of the page around.

/** `define` for that element and those pages: safe HTML in each language. */
export const reading = (element, pages) => (host) => {
  const language = host.locale.slice(0, 2);
  customElements.define(
    element,
    class extends HTMLElement {
      connectedCallback() {
        this.innerHTML = pages[language];
        host.ready();
      }
    },
  );
};
