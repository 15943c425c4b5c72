// Leaving at once, when someone comes near: the page is gone before anything is asked of the network.
// Without this, the button ends the session and leads away; the page before is then one step back.

const exit = document.querySelector("[data-exit]");
const keys = document.querySelector("#exit-keys");
const status = document.querySelector("#exit-status");
const inTime = 5000;
let presses = 0;
let shiftAlone, forget;

/** Hides the page, ends the session, and puts the other site in this page's place in the history. */
function leave() {
  document.documentElement.hidden = true;
  document.title = "\u200b";
  if (exit.action) {
    const body = new URLSearchParams(new FormData(exit));
    // Not a page: the answer leads nowhere, since this script does.
    fetch(exit.action, { method: "POST", body, keepalive: true, headers: { accept: "application/json" } });
  }
  location.replace(exit.dataset.exit);
}

function startAgain() {
  clearTimeout(forget);
  presses = 0;
  status.textContent = "";
}

/** Shift by itself, three times in five seconds. With another key it is a capital letter. */
function press() {
  presses += 1;
  if (presses === 3) return leave();
  clearTimeout(forget);
  forget = setTimeout(startAgain, inTime);
  status.textContent = presses === 1 ? keys.dataset.twice : keys.dataset.once;
}

exit.addEventListener(exit.action ? "submit" : "click", (event) => {
  event.preventDefault();
  leave();
});
addEventListener("keydown", (event) => {
  shiftAlone = event.key === "Shift";
  if (!shiftAlone && presses) startAgain();
});
addEventListener("keyup", (event) => {
  if (event.key === "Shift" && shiftAlone) press();
  shiftAlone = false;
});
// Whoever goes back finds nothing that the browser remembered of the page.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
keys.hidden = false;
