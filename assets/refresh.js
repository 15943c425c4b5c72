// Keeps the state of a request fresh while its page is in view. Without it, a link does the same.

const live = document.querySelector("#live");
const status = document.querySelector("#live-status");
let wait = Number(live?.dataset.refresh) * 1000;

async function refresh() {
  if (document.hidden) return again();
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html" }, redirect: "error" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("#live");
    if (!fresh) return;
    if (fresh.innerHTML !== live.innerHTML) {
      const focused = live.contains(document.activeElement) && document.activeElement.getAttribute("href");
      live.replaceChildren(...fresh.childNodes);
      if (focused) live.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
      status.textContent = `${live.dataset.changed} ${live.querySelector(".status h2").textContent}`;
      wait = 4000;
    }
    if (!fresh.dataset.refresh) return;
  } catch {
    // Offline or signed out: the page stays as it is, and says when it was last true.
  }
  again();
}

function again() {
  setTimeout(refresh, wait);
  wait = Math.min(wait * 1.25, 60000);
}

if (live && wait) again();
