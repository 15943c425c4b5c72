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
    form.submit();
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

/** Two minutes before the session ends, the person is warned and can stay. */
function sessionWarning(warning) {
  const button = warning.querySelector("button");
  let timer;

  function watch(ends) {
    clearTimeout(timer);
    timer = setTimeout(warn, Math.min(2 ** 31 - 1, Math.max(0, Date.parse(ends) - 120000 - Date.now())));
  }

  function warn() {
    warning.hidden = false;
    button.focus();
  }

  button.addEventListener("click", async () => {
    const fresh = (await fetchPage(warning.dataset.stay)).querySelector("[data-session-ends]");
    if (!fresh) return location.assign(warning.dataset.ended);
    warning.querySelector("p").textContent = fresh.querySelector("p").textContent;
    warning.hidden = true;
    watch(fresh.dataset.sessionEnds);
  });

  watch(warning.dataset.sessionEnds);
}

/** The print button only works here, so it only shows here. */
function printButton(button) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

const kindnesses = {
  "#error-summary": errorSummary,
  "[data-count]": characterCount,
  "form[method=post]": pressOnce,
  "#question-form": keepAnswers,
  "[data-refresh]": keepFresh,
  "[data-session-ends]": sessionWarning,
  "[data-print]": printButton,
};
for (const [selector, kindness] of Object.entries(kindnesses)) {
  document.querySelectorAll(selector).forEach(kindness);
}
