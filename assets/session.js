// Warns two minutes before the session ends, and lets the person stay. Without it, the answers are
// kept all the same and the next page asks to sign in again.

const warning = document.querySelector("[data-session-ends]");
const WARN_MS = 120000;
let ends = Date.parse(warning.dataset.sessionEnds);
let timer;

function watch() {
  clearTimeout(timer);
  timer = setTimeout(warn, Math.max(0, ends - WARN_MS - Date.now()));
}

function warn() {
  warning.hidden = false;
  warning.querySelector("button").focus();
}

warning.querySelector("button").addEventListener("click", async () => {
  const answer = await fetch(warning.dataset.stay, { headers: { accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-session-ends]");
  if (!fresh) return location.assign(warning.dataset.ended);
  ends = Date.parse(fresh.dataset.sessionEnds);
  warning.hidden = true;
  watch();
});

watch();
