// Makes forms kinder. Every form works without this.

document.querySelector("#error-summary")?.focus();

// A link of the error summary lands on the question, not on the bare input below it.
document.querySelector("#error-summary")?.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  const input = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!input) return;
  event.preventDefault();
  (input.closest(".field") ?? input).scrollIntoView();
  input.focus({ preventScroll: true });
});

// How many characters are left, said once the typing pauses.
for (const hint of document.querySelectorAll("[data-count]")) {
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

// A second press on the same button within two seconds is a slip.
for (const form of document.querySelectorAll("form[method=post]")) {
  let last = 0;
  form.addEventListener("submit", (event) => {
    if (event.timeStamp - last < 2000) event.preventDefault();
    else last = event.timeStamp;
  });
}

// Changing the language saves what was typed first.
const answers = document.querySelector("#question-form");
const language = document.querySelector("[data-language]");
if (answers && language) {
  let changed = false;
  answers.addEventListener("input", () => (changed = true));
  language.addEventListener("click", (event) => {
    if (!changed) return;
    event.preventDefault();
    const action = Object.assign(document.createElement("input"), { type: "hidden", name: "action", value: "language" });
    answers.append(action);
    answers.submit();
  });
}
