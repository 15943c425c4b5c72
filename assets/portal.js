// What makes the pages kinder. Every page works without this.

/** Browsers that guard what becomes HTML ask for a policy by name: what is parsed here never runs. */
const policy = window.trustedTypes?.createPolicy("portal", { createHTML: (html) => html });

/** A page as the server has it now, or what it sends in its place. */
async function fetchPage(address, headers = {}) {
  const answer = await fetch(address, { headers: { accept: "text/html", ...headers } });
  const html = await answer.text();
  return new DOMParser().parseFromString(policy?.createHTML(html) ?? html, "text/html");
}

/** The error summary takes the focus, and its links land on the question with its label in view. */
function errorSummary(summary) {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    const input = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!input) return;
    event.preventDefault();
    (input.closest(".field") ?? input).scrollIntoView();
    input.focus({ preventScroll: true });
  });
}

/** How many characters are left, said once the typing pauses. */
function characterCount(hint) {
  const box = document.getElementById(hint.dataset.count);
  const number = new Intl.NumberFormat(document.documentElement.lang);
  let pause;
  const show = () => {
    const left = hint.dataset.most - [...box.value].length;
    hint.textContent = hint.dataset.left.replace("%", number.format(left));
    hint.classList.toggle("fault", left < 0);
  };
  box.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(show, 300);
  });
}

/** A second press within two seconds is a slip. */
function pressOnce(form) {
  let last = -Infinity;
  form.addEventListener("submit", (event) => {
    if (event.timeStamp - last < 2000) event.preventDefault();
    else last = event.timeStamp;
  });
}

/** Changing the language in the middle of a page of questions saves what was typed first. */
function keepAnswers(form) {
  let changed = false;
  form.addEventListener("input", () => (changed = true));
  document.querySelector("[data-language]").addEventListener("click", (event) => {
    if (!changed) return;
    event.preventDefault();
    const action = document.createElement("input");
    Object.assign(action, { type: "hidden", name: "action", value: "language" });
    form.append(action);
    form.requestSubmit();
  });
}

/**
 * A request's page keeps its state fresh while it is in view. Without this, a link does the same.
 * The header tells the server that nobody asked, so that the session does not live on by itself.
 */
function keepFresh(live) {
  const status = document.querySelector("#live-status");
  const shortest = Number(live.dataset.refresh) * 1000;
  let wait = shortest;

  function show(page) {
    const focused = document.activeElement.getAttribute("href");
    for (const part of document.querySelectorAll("[data-live]")) {
      const fresh = page.getElementById(part.id);
      if (fresh && fresh.innerHTML !== part.innerHTML) part.replaceChildren(...fresh.childNodes);
    }
    if (focused && document.activeElement === document.body) {
      document.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
    }
    status.textContent = `${live.dataset.changed} ${live.querySelector("h2").textContent}`;
    wait = shortest;
  }

  async function look() {
    if (!document.hidden) {
      try {
        const page = await fetchPage(location.href, { "parvis-refresh": "1" });
        const fresh = page.querySelector("#live");
        if (fresh && fresh.innerHTML !== live.innerHTML) show(page);
        if (!fresh?.dataset.refresh) return;
      } catch {
        // Offline: the page stays as it is, and says when it was last true.
      }
      wait = Math.min(wait * 1.25, 60000);
    }
    setTimeout(look, wait);
  }

  setTimeout(look, wait);
}

/**
 * Two minutes before the session ends, the person is warned and can stay with one press. Time is
 * counted from the page's arrival: this computer's clock may be wrong. Another tab may have
 * prolonged the session meanwhile, so the server is asked first, in such a way that it does not count as use.
 */
function sessionWarning(warning) {
  const notice = 120000;
  const form = document.querySelector("#question-form");
  const text = warning.querySelector("p");
  let ends, timer, warned;

  function watch() {
    clearTimeout(timer);
    const wait = ends - Date.now() - (warned ? 0 : notice);
    timer = setTimeout(look, Math.min(2 ** 31 - 1, Math.max(0, wait)));
  }

  function take(fresh) {
    ends = Date.now() + fresh.dataset.inS * 1000;
    warned = ends - Date.now() <= notice;
    text.textContent = fresh.querySelector("p").textContent;
    warning.querySelector(".actions").replaceChildren(...fresh.querySelector(".actions").children);
    const save = warning.querySelector("[data-do=save]");
    if (save) save.hidden = !form;
    document.querySelector("#session-end").replaceChildren(
      ...fresh.ownerDocument.querySelector("#session-end").childNodes,
    );
  }

  /** What the server says of the session; nothing when it has ended. */
  async function ask(headers) {
    const page = await fetchPage(warning.dataset.stay, headers);
    const fresh = page.querySelector("#session-warning");
    if (fresh) take(fresh);
    return fresh;
  }

  async function look() {
    try {
      if (!(await ask({ "parvis-refresh": "1" }))) return over();
    } catch {
      // Offline: what the page knows still holds.
      if (Date.now() >= ends) return over();
      warned = true;
    }
    if (warned && !warning.open) warning.showModal();
    if (!warned && warning.open) warning.close();
    watch();
  }

  /** What was typed stays, and is kept when it is sent; a page that hides what it shows may stay; anything else leaves the screen. */
  function over() {
    if (!dispatchEvent(new CustomEvent("session-over", { cancelable: true }))) return warning.close();
    if (!form) return location.replace(warning.dataset.left);
    text.textContent = warning.dataset.over;
    for (const button of warning.querySelectorAll("button")) button.hidden = button.dataset.do !== "close";
    if (!warning.open) warning.showModal();
    warning.querySelector("[data-do=close]").focus();
  }

  async function stay() {
    try {
      if (!(await ask({}))) return over();
      warning.close();
      watch();
    } catch {
      text.textContent = warning.dataset.unreachable;
    }
  }

  warning.addEventListener("click", (event) => {
    const what = event.target.dataset.do;
    if (what === "stay") stay();
    if (what === "close") warning.close();
    if (what === "save") form.querySelector("[name=action][value=save]").click();
  });
  take(warning);
  watch();
}

/** The print button only works here, so it only shows here. */
function printButton(button) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

/** The size of the window says a lot about what went wrong in it; the person sees it before they send it. */
function viewportSize(input) {
  if (!input.value) input.value = `${innerWidth}×${innerHeight}`;
}

const kindnesses = {
  "#error-summary": errorSummary,
  "[data-count]": characterCount,
  "form[method=post]": pressOnce,
  "#question-form": keepAnswers,
  "[data-refresh]": keepFresh,
  "#session-warning": sessionWarning,
  "[data-print]": printButton,
  "[data-viewport]": viewportSize,
};
for (const [selector, kindness] of Object.entries(kindnesses)) {
  document.querySelectorAll(selector).forEach(kindness);
}
