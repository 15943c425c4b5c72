// A plain custom element: no build step, no library. `host` is all that it may use of where it runs (docs/host.md).

const WORDS = {
  "fr-CA": {
    heading: "Ce qui vous attend",
    loading: "Nous cherchons vos renseignements…",
    empty: "Rien ne vous attend pour le moment.",
    trouble: "Notre système ne répond pas pour le moment. Rien n’est perdu.",
    again: "Réessayer",
    finish: "C’est fait",
    finished: "C’est noté.",
  },
  "en-CA": {
    heading: "What waits for you",
    loading: "We are looking for your information…",
    empty: "Nothing waits for you just now.",
    trouble: "Our system does not answer just now. Nothing is lost.",
    again: "Try again",
    finish: "Done",
    finished: "Noted.",
  },
};

function make(name, attributes, ...children) {
  const element = Object.assign(document.createElement(name), attributes);
  element.append(...children);
  return element;
}

export function define(host) {
  const words = WORDS[host.locale];
  const button = (text, press, label = text) => {
    const made = make("button", { type: "button", className: "button second", textContent: text });
    made.setAttribute("aria-label", label);
    made.addEventListener("click", press);
    return made;
  };

  class NewTile extends HTMLElement {
    connectedCallback() {
      this.list = make("div", {});
      this.append(make("h2", { textContent: words.heading }), this.list);
      host.ready();
      this.show();
    }

    async show() {
      this.list.replaceChildren(make("p", { className: "muted", textContent: words.loading }));
      const { ok, data } = await host.request("items");
      if (!ok) return this.trouble(() => this.show());
      const items = data.items.map((item) => this.item(item));
      this.list.replaceChildren(
        items.length ? make("ul", { className: "items" }, ...items) : make("p", { textContent: words.empty }),
      );
    }

    item({ id, title }) {
      const finish = button(words.finish, () => this.finish(id), `${words.finish}: ${title}`);
      return make("li", {}, make("span", { textContent: title }), finish);
    }

    async finish(item) {
      const { ok } = await host.request("finish", { params: { item }, body: {} });
      if (!ok) return this.trouble(() => this.finish(item));
      host.announce(words.finished);
      this.show();
    }

    trouble(again) {
      const note = make("div", { className: "note warn", tabIndex: -1 }, make("p", { textContent: words.trouble }));
      note.append(button(words.again, again));
      this.list.replaceChildren(note);
      note.focus();
    }
  }

  customElements.define("qc-new-tile", NewTile);
}
