// What is typed is saved by itself: after each pause, and as the page leaves the screen. Nothing that
// goes wrong takes it off the screen. Without this, every button of the form saves.

const form = document.querySelector("#question-form");
const line = document.querySelector("#saved");
const words = line.dataset;
const status = document.createElement("div");
const again = document.createElement("button");

const pause = 2000;
const longestPause = 10000;
const firstRetry = 5000;
const longestRetry = 60000;

/** Counts what was typed, and how much of that is saved. */
let typed = 0;
let saved = 0;
/** Since when something is not saved. */
let since;
let timer;
let wait = firstRetry;
/** `failing`: tried again; `stopped`: only a press of a button goes on. */
let state = "quiet";
/** When a button was last let through: what is on screen goes with it, and must not go twice. */
let left = -Infinity;
const leaving = () => performance.now() - left < 20000;
/** What was sent without an answer: the portal may hold it. */
let unsure = [];

/** Everyone sees each change; who listens hears what they could not expect. */
function show(next, text) {
  const focused = document.activeElement === again;
  line.textContent = text;
  line.classList.toggle("fault", next !== "saved");
  if (next === "failing") line.append(" ", again);
  if (focused) (next === "failing" ? again : line).focus();
  if (next !== state) status.textContent = text;
  state = next;
}

function later(delay) {
  clearTimeout(timer);
  timer = setTimeout(save, delay);
}

/** Where the form goes; files have a door of their own. */
function address() {
  const action = form.getAttribute("action");
  return form.getAttribute("enctype") === "multipart/form-data" ? action.replace(/\/files(?=\?|$)/, "") : action;
}

const plain = (values) => values.map((value) => value.normalize().replace(/\s+/g, " ").trim()).filter(Boolean).join("\n");

/** Whether what the portal holds is what it was sent. */
const holds = (held) => unsure.some((sent) => Object.entries(held).every(([name, values]) => plain(sent.getAll(name)) === plain(values)));

async function send() {
  const now = typed;
  const fields = [...new FormData(form)].filter(([, value]) => typeof value === "string");
  const sent = new URLSearchParams([...fields, ["action", "autosave"]]);
  unsure.push(sent);
  const answer = await fetch(address(), {
    method: "POST",
    headers: { accept: "application/json", "if-match": `"${form.elements.version.value}"` },
    body: sent,
    keepalive: document.hidden && String(sent).length < 60000,
    signal: AbortSignal.timeout(15000),
  });
  if (answer.status === 412) {
    const problem = await answer.json();
    const own = holds(problem.saved);
    unsure = [];
    if (!own) return show("stopped", words.changed);
    form.elements.version.value = problem.version;
    return send();
  }
  if ([401, 403].includes(answer.status)) return show("stopped", words.over);
  if ([404, 409].includes(answer.status)) return show("stopped", words.gone);
  if (!answer.ok) return fail(answer.headers.get("retry-after") * 1000);
  unsure = [];
  saved = now;
  since = undefined;
  wait = firstRetry;
  if (answer.status === 204) return;
  follow(answer.headers);
  show("saved", (await answer.json()).saved);
}

/** The page goes on from what it has just saved. */
function follow(headers) {
  form.elements.version.value = headers.get("etag").replaceAll('"', "");
  const place = headers.get("location");
  if (!place) return;
  form.setAttribute("action", place);
  history.replaceState(history.state, "", place);
}

function fail(delay = 0) {
  show("failing", words.failed);
  later(Math.max(wait, delay));
  wait = Math.min(wait * 2, longestRetry);
}

async function attempt() {
  try {
    await send();
  } catch {
    fail();
  }
  globalThis.saving = undefined;
  if (state !== "failing" && state !== "stopped" && typed > saved) later(pause);
}

/** Saves what is typed so far; one at a time, and not while a file or the page itself is on its way. */
function save() {
  clearTimeout(timer);
  if (leaving() || form.querySelector("progress")) return later(pause);
  return (globalThis.saving ??= attempt());
}

form.addEventListener("input", ({ target }) => {
  if (target.type === "file") return;
  typed += 1;
  since ??= Date.now();
  if (state === "failing" || state === "stopped") return;
  later(Math.max(0, Math.min(pause, since + longestPause - Date.now())));
});

// A button waits for what is being saved, and leaves the page only for a portal that answers.
form.addEventListener(
  "submit",
  (event) => {
    clearTimeout(timer);
    if (state === "stopped" || !(globalThis.saving || state === "failing")) {
      left = performance.now();
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    Promise.resolve(globalThis.saving ?? save()).then(() => {
      if (state !== "failing") form.requestSubmit(event.submitter);
    });
  },
  true,
);

document.addEventListener("visibilitychange", () => {
  if (document.hidden && typed > saved && state !== "stopped") save();
});
addEventListener("beforeunload", (event) => {
  if (state === "failing") event.preventDefault();
});
// A page brought back as it was left may have been overtaken by those that came after it.
addEventListener("pageshow", (event) => {
  left = -Infinity;
  if (event.persisted && typed === saved) location.reload();
});

Object.assign(again, { type: "button", className: "button text", textContent: words.again });
again.addEventListener("click", save);
line.tabIndex = -1;
status.className = "hidden";
status.setAttribute("role", "status");
line.after(status);
