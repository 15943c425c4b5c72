// A browser subscribes to notices. It takes a press: browsers ask only then.

const box = document.getElementById("push");
const button = box?.querySelector("button");
const status = box?.querySelector("[role=status]");
/** Browsers that guard what becomes a script ask for a policy by name: ours lets one file through. */
const policy = window.trustedTypes?.createPolicy("notices", {
  createScriptURL: (address) => {
    if (address !== box.dataset.worker) throw new TypeError("not ours");
    return address;
  },
});

/** The names by which people know their browsers. */
function browserName() {
  const names = [["Edg/", "Edge"], ["OPR/", "Opera"], ["Firefox/", "Firefox"], ["Chrome/", "Chrome"], ["Safari/", "Safari"]];
  return names.find(([token]) => navigator.userAgent.includes(token))?.[1] ?? "";
}

async function subscribe() {
  if ((await Notification.requestPermission()) !== "granted") {
    status.textContent = box.dataset.denied;
    return;
  }
  const worker = policy?.createScriptURL(box.dataset.worker) ?? box.dataset.worker;
  const registration = await navigator.serviceWorker.register(worker);
  const key = Uint8Array.from(atob(box.dataset.key.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  const ready = await active(registration);
  const subscription = await ready.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const body = new URLSearchParams({
    csrf: box.dataset.csrf,
    subscription: JSON.stringify(subscription),
    browser: browserName(),
  });
  const answer = await fetch(box.dataset.to, { method: "POST", body });
  if (!answer.ok) throw new Error(answer.statusText);
  location.assign(box.dataset.done);
}

/** A worker of ours serves no page, so none waits for it: only its own state tells when it is there. */
function active(registration) {
  const worker = registration.active ?? registration.waiting ?? registration.installing;
  if (worker.state === "activated") return registration;
  return new Promise((resolve) =>
    worker.addEventListener("statechange", () => worker.state === "activated" && resolve(registration)),
  );
}

if (button && "serviceWorker" in navigator && "PushManager" in window) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await subscribe();
    } catch {
      status.textContent = box.dataset.failed;
    }
    button.disabled = false;
  });
}
