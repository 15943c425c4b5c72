// Files are sent as soon as they are chosen, one after the other, with a bar that moves and a second
// try. Without this, the button beside them does the same.

const form = document.querySelector("[data-files]").closest("form");

/** Asks the server; gives the page that answers, parsed by the browser itself. */
function ask(method, address, { body = null, progress, headers = {} } = {}) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    if (progress) {
      request.upload.addEventListener("progress", ({ loaded, total }) => (progress.value = loaded / total));
    }
    request.addEventListener("load", () => (request.response ? resolve(request.response) : reject()));
    for (const end of ["error", "abort", "timeout"]) request.addEventListener(end, reject);
    request.open(method, address);
    request.responseType = "document";
    for (const [name, value] of Object.entries({ accept: "text/html", ...headers })) {
      request.setRequestHeader(name, value);
    }
    request.send(body);
  });
}

/** Sends one file as the form would, once what was typed is saved. */
async function send(name, file, progress) {
  await globalThis.saving;
  const body = new FormData();
  for (const { name, value } of form.querySelectorAll("input[type=hidden]")) body.append(name, value);
  body.append(name, file);
  body.append("action", "upload");
  // Not `form.action`: the buttons of that name stand in its way.
  const page = await ask("POST", form.getAttribute("action"), { body, progress });
  // The file is one more version of a draft; what else changed meanwhile was not seen here. What goes
  // with a reply has no versions.
  const { version } = form.elements;
  const now = page.querySelector("[name=version]")?.value;
  if (version && Number(now) === Number(version.value) + 1) version.value = now;
  return page;
}

/** Puts the question as the server has it now in the place of the one on screen. */
function show(question, page) {
  const fresh = page.getElementById(question.id) ?? page.getElementById(other(question.id));
  if (!fresh) return false;
  const input = question.querySelector("input[type=file]");
  // With what stands around it: that something was wrong with it, perhaps.
  question.closest(".field").replaceWith(fresh.closest(".field"));
  if (!fresh.querySelector(".fault")) settle([question.id, fresh.id, input?.id]);
  begin(fresh);
  return fresh;
}

/** Takes from what was to be corrected at the head of the page what is corrected now. */
function settle(ids) {
  const summary = document.querySelector("#error-summary");
  const links = [...(summary?.querySelectorAll("a") ?? [])];
  for (const link of links.filter(({ hash }) => ids.includes(hash.slice(1)))) link.closest("li").remove();
  if (summary && !summary.querySelector("li")) summary.remove();
}

/** The question's id tells whether there is room for another file. */
function other(id) {
  return id.endsWith("-files") ? id.slice(0, -6) : `${id}-files`;
}

function say(text) {
  document.querySelector("#files-status").textContent = text;
}

async function sendAll(question, input, files) {
  for (const [at, file] of files.entries()) {
    const line = document.createElement("p");
    const progress = document.createElement("progress");
    const named = (words) => words.replace("%", file.name);
    line.append(named(question.dataset.sending), " ", progress);
    progress.className = "progress";
    input.before(line);
    say(line.textContent);
    try {
      const { added } = question.dataset;
      const fresh = show(question, await send(input.name, file, progress));
      if (!fresh) return location.reload();
      const fault = fresh.querySelector(".fault");
      say(fault ? fault.textContent : named(added));
      question = fresh;
      input = fresh.querySelector("input[type=file]");
      if (!input) return;
    } catch {
      const again = document.createElement("button");
      Object.assign(again, { type: "button", className: "button text", textContent: question.dataset.retry });
      line.replaceChildren(named(question.dataset.broken), " ", again);
      say(line.textContent);
      again.addEventListener("click", () => (line.remove(), sendAll(question, input, files.slice(at))));
      return;
    }
  }
}

/** While a file is being checked, looks again for as long as the page is in view. */
async function watch(question) {
  await new Promise((later) => setTimeout(later, 3000));
  if (!question.isConnected) return;
  const busy = document.hidden || question.querySelector("progress") || question.contains(document.activeElement);
  if (busy) return watch(question);
  try {
    const here = location.pathname.replace(/\/files$/, "");
    show(question, await ask("GET", here, { headers: { "parvis-refresh": "1" } }));
  } catch {
    watch(question);
  }
}

function begin(question) {
  const input = question.querySelector("input[type=file]");
  for (const spare of question.querySelectorAll("[value=upload], .noscript")) spare.remove();
  input?.addEventListener("change", () => sendAll(question, input, [...input.files]));
  if (question.dataset.checking) watch(question);
}

const status = document.createElement("div");
Object.assign(status, { id: "files-status", className: "hidden" });
status.setAttribute("role", "status");
form.after(status);
document.querySelectorAll("[data-files]").forEach(begin);
