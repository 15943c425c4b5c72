// The element of a service with questions, where there is no portal to ask them: one page after the other, from the
// same definition, sent as the same codes. What must hold is the back-end's to check, as ever.

const make = (name, attributes = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== undefined && value !== null) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== undefined && child !== null));
  return element;
};

/** Whether a condition holds for what was answered (the closed language of form.json). */
function holds(condition, answers) {
  if (!condition) return true;
  const [[word, rest]] = Object.entries(condition);
  const said = (field) => [answers[field] ?? []].flat().map((one) => (one === true ? "yes" : one === false ? "no" : one));
  return {
    equals: () => said(rest.field).includes(rest.value),
    in: () => said(rest.field).some((one) => rest.values.includes(one)),
    present: () => said(rest.field).length > 0,
    and: () => rest.every((one) => holds(one, answers)),
    or: () => rest.some((one) => holds(one, answers)),
    not: () => !holds(rest, answers),
  }[word]();
}

const KINDS = { email: "email", phone: "tel", number: "number", date: "date" };
const PARTS = ["street", "unit", "city", "postal_code"];

/** `define` for that element and that form: its pages, with every word in each language. */
export const asking = (element, form) => (host) => {
  const language = host.locale.slice(0, 2);
  const word = (words) => words?.[language];

  class Form extends HTMLElement {
    #answers = {};
    #at = 0;

    async connectedCallback() {
      const kept = await host.draft.get();
      if (kept.ok && kept.data) this.#answers = kept.data;
      this.#show();
      host.ready();
    }

    get #pages() {
      return form.pages.filter((page) => holds(page.visible_if, this.#answers));
    }

    #asked(page) {
      return page.fields.filter((field) => holds(field.visible_if, this.#answers));
    }

    #show(trouble) {
      const page = this.#pages[this.#at];
      const last = this.#at === this.#pages.length - 1;
      const fields = make("form", {}, ...this.#asked(page).map((field) => this.#field(field)));
      const go = make("button", { class: "button" }, word(last ? form.words.send : form.words.on));
      const back = make("button", { class: "button second", type: "button" }, word(form.words.back));
      back.addEventListener("click", () => this.#turn(-1));
      fields.append(make("div", { class: "actions" }, go, this.#at > 0 ? back : undefined));
      fields.addEventListener("submit", (event) => {
        event.preventDefault();
        this.#take(fields, page);
        if (last) this.#send();
        else this.#turn(1);
      });
      const heading = make("h2", { tabindex: "-1" }, word(page.title));
      const wrong = trouble && make("div", { class: "note warn", role: "alert" }, make("p", {}, trouble));
      this.replaceChildren(heading, ...(wrong ? [wrong] : []), fields);
      return heading;
    }

    #turn(by) {
      this.#at += by;
      host.draft.put(this.#answers);
      this.#show().focus();
    }

    #field(field) {
      const { id, required } = field;
      if (field.type === "info") return make("p", { class: "line" }, word(field.label));
      const label = `${word(field.label)}${required ? "" : ` (${word(form.words.optional)})`}`;
      const hint = field.hint && make("p", { class: "small muted", id: `${id}-hint` }, word(field.hint));
      const told = { "aria-describedby": hint ? `${id}-hint` : undefined };
      const value = this.#answers[id];
      if (field.options || field.type === "declaration") {
        const many = field.type === "choices" || field.type === "declaration";
        const options = field.options ?? [{ code: "yes", label: form.words.declare }];
        const pick = ({ code, label }) => {
          const checked = [value ?? []].flat().some((one) => one === code || (one === true && code === "yes") || (one === false && code === "no"));
          const input = make("input", { type: many ? "checkbox" : "radio", name: id, value: code, checked, required: required && !many });
          return make("label", { class: "pick" }, input, make("span", {}, word(label)));
        };
        return make("fieldset", told, make("legend", {}, label), hint, ...options.map(pick));
      }
      if (field.type === "address") {
        const part = (name) =>
          make("label", {}, word(form.words[name]), make("input", { class: "input", name: `${id}.${name}`, value: value?.[name], required: required && name !== "unit" }));
        return make("fieldset", told, make("legend", {}, label), hint, ...PARTS.map(part));
      }
      const limits = { maxlength: field.max_length, min: field.min, max: field.max, required };
      const input =
        field.type === "textarea"
          ? make("textarea", { class: "input", id, name: id, rows: 6, ...told, ...limits }, value ?? "")
          : make("input", { class: "input", id, name: id, type: KINDS[field.type] ?? "text", value, ...told, ...limits });
      return make("div", {}, make("label", { for: id }, label), hint, input);
    }

    #take(fields, page) {
      const typed = new FormData(fields);
      for (const field of this.#asked(page)) {
        const answer = this.#answer(field, typed);
        if (answer === undefined) delete this.#answers[field.id];
        else this.#answers[field.id] = answer;
      }
    }

    #answer({ id, type }, typed) {
      const one = String(typed.get(id) ?? "").trim();
      if (type === "info") return undefined;
      if (type === "choices") return typed.getAll(id).length ? typed.getAll(id) : undefined;
      if (type === "address") {
        const parts = PARTS.map((name) => [name, String(typed.get(`${id}.${name}`) ?? "").trim()]);
        return parts.some(([, value]) => value) ? Object.fromEntries(parts) : undefined;
      }
      if (one === "") return undefined;
      if (type === "yes_no" || type === "declaration") return one === "yes";
      return type === "number" ? Number(one) : one;
    }

    async #send() {
      const shown = this.#pages.flatMap((page) => this.#asked(page)).map((field) => field.id);
      const answers = Object.fromEntries(Object.entries(this.#answers).filter(([id]) => shown.includes(id)));
      const sent = await host.request("submit", { body: { answers, locale: host.locale } });
      if (!sent.ok) {
        const [trouble] = [word(form.words.failed)];
        host.announce(trouble);
        this.#show(trouble);
        return;
      }
      host.draft.put(null);
      const done = make("h2", { tabindex: "-1" }, word(form.words.sent));
      this.replaceChildren(make("div", { class: "note done" }, done));
      done.focus();
    }
  }

  customElements.define(element, Form);
};
