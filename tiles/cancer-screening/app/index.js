// Cancer screening: appointments, another time for one, result letters. A plain custom element; all that it knows of
// where it runs is `host`.

import { speak } from "./words.js";

/** An element with its attributes and children; `on` is what happens when it is used. */
function make(name, { on = {}, ...attributes } = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== undefined) element.setAttribute(key, value);
  }
  for (const [event, listener] of Object.entries(on)) element.addEventListener(event, listener);
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

export function define(host) {
  const words = speak(host.locale);
  const button = (label, press, more = {}) => {
    const { second, ...attributes } = more;
    const look = second ? "button second" : "button";
    return make("button", { type: "button", class: look, on: { click: press }, ...attributes }, label);
  };
  const note = (kind, ...children) => make("div", { class: `note ${kind}`, tabindex: "-1" }, ...children);

  /** What may be wrong, in words, with a way on. */
  function trouble(problem, again) {
    const down = problem?.status === 503 || problem?.status === 504;
    return note(
      "warn",
      make("p", {}, down ? words.down : words.failing),
      make("div", { class: "actions" }, button(words.again, again, { second: true })),
    );
  }

  class CancerScreening extends HTMLElement {
    connectedCallback() {
      this.known = new Map();
      this.appointments = make("div", {});
      this.letters = make("div", {});
      this.append(
        make("section", {}, make("h2", {}, words.appointments), this.appointments),
        make("section", {}, make("h2", {}, words.letters), this.letters),
      );
      host.ready();
      this.showAppointments().then(() => this.resume());
      this.showLetters();
    }

    /** Fills a part of the page: at first that it loads, then with what came, or with what is wrong. */
    async fill(part, route, show) {
      part.setAttribute("aria-busy", "true");
      part.replaceChildren(make("p", { class: "muted" }, words.loading));
      const answer = await host.request(route);
      part.removeAttribute("aria-busy");
      part.replaceChildren(
        ...(answer.ok ? show(answer.data) : [trouble(answer.problem, () => this.fill(part, route, show))]),
      );
    }

    showAppointments() {
      return this.fill(this.appointments, "appointments", ({ appointments }) => {
        this.known = new Map(appointments.map((one) => [one.id, one]));
        const list = appointments.map((one) => make("li", {}, this.appointment(one)));
        return list.length
          ? [make("ul", { class: "plain" }, ...list)]
          : [
              make("p", {}, words.noAppointments),
              make("div", { class: "actions" }, button(words.ask, () => host.navigate("form"), { second: true })),
            ];
      });
    }

    appointment(one) {
      const card = make("article", { class: "card", "data-appointment": one.id });
      const change = button(words.change, () => this.change(one, card), {
        second: true,
        "aria-label": words.changeOf(words[one.test]),
      });
      card.append(
        make(
          "div",
          { class: "head" },
          make("h3", {}, words[one.test]),
          make("span", { class: "tag" }, words[one.status]),
        ),
        make("p", { class: "when" }, make("time", { datetime: one.starts_at }, words.moment(one.starts_at))),
        make("p", {}, one.place, make("br"), one.address),
        make("p", { class: "muted small" }, words.minutes(one.minutes)),
        make("div", { class: "actions" }, change),
      );
      return card;
    }

    /** Another time for an appointment: in its card, below it. */
    async change(one, card, draft = {}) {
      card.querySelector(".actions").hidden = true;
      card.querySelector(".choice")?.remove();
      const choice = make("div", { class: "choice" }, make("p", { class: "muted" }, words.choosing));
      card.append(choice);
      const answer = await host.request("slots", { query: { test: one.test } });
      if (!answer.ok) {
        choice.replaceChildren(
          trouble(answer.problem, () => this.change(one, card, draft)),
          this.keep(one, card),
        );
        choice.querySelector(".note").focus();
        return;
      }
      const { slots } = answer.data;
      if (slots.length === 0) {
        choice.replaceChildren(note("", make("p", {}, words.noSlots)), this.keep(one, card));
        choice.querySelector(".note").focus();
        return;
      }
      choice.replaceChildren(this.form(one, card, slots, draft));
      choice.querySelector("input:checked, input").focus();
    }

    form(one, card, slots, draft) {
      const name = `slot-${one.id}`;
      const options = slots.map((slot) =>
        make(
          "label",
          { class: "pick" },
          make("input", { type: "radio", name, value: slot.id, checked: slot.id === draft.slot }),
          make("span", {}, words.moment(slot.starts_at), make("br"), make("span", { class: "muted" }, slot.place)),
        ),
      );
      const text = make("textarea", { class: "input", id: `note-${one.id}`, maxlength: "300", rows: "3" });
      text.setAttribute("aria-describedby", `hint-${one.id}`);
      text.value = draft.note ?? "";
      const form = make(
        "form",
        {},
        make("fieldset", {}, make("legend", {}, words.choose), ...options),
        make("p", { class: "fault", id: `fault-${one.id}`, hidden: true }, words.pick),
        make("label", { class: "label", for: text.id }, words.note),
        make("p", { class: "muted small", id: `hint-${one.id}` }, words.noteHint),
        text,
        make("div", { class: "actions" }, make("button", { class: "button" }, words.confirm), this.back(one, card)),
      );
      const chosen = () => form.querySelector("input:checked")?.value;
      let pause;
      form.addEventListener("input", () => {
        clearTimeout(pause);
        pause = setTimeout(
          () => host.draft.put({ appointment: one.id, slot: chosen(), note: text.value }),
          800,
        );
      });
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        clearTimeout(pause);
        form.querySelector(".fault").hidden = Boolean(chosen());
        if (chosen()) this.confirm(one, card, { slot: chosen(), note: text.value });
        else form.querySelector("input").focus();
      });
      return form;
    }

    back(one, card) {
      return button(words.keep, () => this.close(one, card, words.kept), { second: true });
    }

    keep(one, card) {
      return make("div", { class: "actions" }, this.back(one, card));
    }

    /** The choice is over, and the card is as it was. */
    close(one, card, said) {
      const fresh = this.appointment(one);
      card.replaceWith(fresh);
      host.draft.put(null);
      host.announce(said);
      fresh.querySelector(".actions button").focus();
      return fresh;
    }

    async confirm(one, card, { slot, note: text }) {
      const press = card.querySelector("form button");
      press.setAttribute("aria-disabled", "true");
      const answer = await host.request("move", { params: { appointment: one.id }, body: { slot, note: text } });
      press.removeAttribute("aria-disabled");
      if (answer.ok) {
        const said = words.moved(words.moment(answer.data.appointment.starts_at));
        const fresh = this.close(answer.data.appointment, card, said);
        fresh.append(note("done", make("p", {}, said)));
        return;
      }
      const taken = answer.problem?.status === 409;
      if (taken) await this.change(one, card, { note: text });
      const form = card.querySelector("form");
      const told = taken
        ? note("warn", make("p", {}, words.taken))
        : trouble(answer.problem, () => form.requestSubmit());
      card.querySelector(".choice > .note")?.remove();
      card.querySelector(".choice").prepend(told);
      told.focus();
      host.announce(told.querySelector("p").textContent);
    }

    /** Goes on with a choice that was under way when the page was left. */
    async resume() {
      const answer = await host.draft.get();
      const draft = answer.ok ? answer.data : null;
      if (!draft) return;
      const card = [...this.querySelectorAll("[data-appointment]")].find(
        (one) => one.dataset.appointment === draft.appointment,
      );
      if (card) this.change(this.known.get(draft.appointment), card, draft);
    }

    showLetters() {
      return this.fill(this.letters, "letters", ({ letters }) => {
        const list = letters.map((letter) => make("li", {}, this.letter(letter)));
        return list.length
          ? [make("ul", { class: "plain" }, ...list)]
          : [make("p", { class: "muted" }, words.noLetters)];
      });
    }

    letter({ id, test, sent_on: sent, result }) {
      const label = words.downloadOf(words[test], words.date(sent));
      const said = make("p", { class: "fault", hidden: true }, words.notDownloaded);
      const press = button(
        words.download,
        async () => {
          const { ok } = await host.download("letter", { params: { letter: id } });
          said.hidden = ok;
          host.announce(ok ? words.downloaded : words.notDownloaded);
        },
        { second: true, "aria-label": label },
      );
      return make(
        "article",
        { class: "card" },
        make(
          "div",
          { class: "head" },
          make("h3", {}, words[test]),
          make("span", { class: `tag ${result}` }, words[result]),
        ),
        make("p", { class: "muted" }, words.sentOn(words.date(sent))),
        make("div", { class: "actions" }, press),
        said,
      );
    }
  }

  customElements.define("qc-cancer-screening", CancerScreening);
}
