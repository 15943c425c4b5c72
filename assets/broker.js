// What a tile in its frame may ask, and nothing more. The frame is closed by its own headers; here, only the known
// frame is heard, over one port, and what it says is looked up in tables that the portal wrote. The capability that
// the server asks for with every call never enters the frame.

const root = document.querySelector("#app");
const app = JSON.parse(root.dataset.app);
const part = (name) => document.querySelector(`#app-${name}`);
const api = `/api/v1/tiles/${app.tile}`;

/** The longest JSON and the largest file that go up, in characters and bytes; the longest parameter and text. */
const most = { json: 256 * 1024, file: 10 * 2 ** 20, draft: 64 * 1024, parameter: 200, text: 500 };
/** So long a tile may take to say that it is ready, in milliseconds. */
const PATIENCE = 20_000;

let frame, port, mark, capability, renewing;
let isUp = false;

/** So many at once, then so many a second. */
function pace(atOnce, perSecond) {
  let left = atOnce;
  let last = performance.now();
  return () => {
    const now = performance.now();
    left = Math.min(atOnce, left + ((now - last) / 1000) * perSecond);
    last = now;
    return left >= 1 && left-- >= 1;
  };
}
const mayCall = pace(30, 1);
const maySay = pace(200, 20);

/** Whether the person has just pressed something, in the frame or around it: browsers know, and tiles cannot feign it. */
const pressed = () => navigator.userActivation?.isActive ?? true;

const refused = (name) => ({
  ok: false,
  problem: { type: `urn:parvis:problem:${name}`, title: app.problems[name] },
});

/** The server's word that this page may call for its tile. Whoever signed in meanwhile may be someone else. */
function renew() {
  renewing ??= fetch(`${api}/capability`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({ release: app.release, owner: app.owner }),
  })
    .then(async (answer) => {
      capability = answer.ok ? (await answer.json()).capability : undefined;
      return answer.status;
    })
    .finally(() => (renewing = undefined));
  return renewing;
}

/** One call to the portal. A capability that has lapsed is renewed once. */
async function call(path, { method, headers = {}, body }) {
  const send = () =>
    fetch(path, { method, body, headers: { ...headers, "parvis-capability": capability }, redirect: "error" });
  if (!capability) await renew();
  let answer = capability && (await send());
  if (!answer || answer.status === 403) {
    const status = await renew();
    if (status === 401) return ended();
    if (capability) answer = await send();
  }
  if (answer?.status === 401) return ended();
  return answer;
}

/** The address of a route, by its name alone: paths are the server's to build. */
function address(route, { params = {}, query = {} }) {
  const values = [
    ...Object.entries(params).map(([name, value]) => [`path.${name}`, value]),
    ...Object.entries(query).map(([name, value]) => [`query.${name}`, value]),
  ];
  if (values.length > 40 || values.some(([, value]) => String(value).length > most.parameter)) return undefined;
  const search = new URLSearchParams(values.map(([name, value]) => [name, String(value)]));
  return `${api}/routes/${route}${values.length ? `?${search}` : ""}`;
}

/** The digest of a file, which goes ahead of it (RFC 9530): the server binds the call to it. */
async function digest(file) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  return `sha-256=:${btoa(String.fromCharCode(...bytes))}:`;
}

/** What to send up: a file as it is, anything else as JSON. */
async function packed({ body, file }) {
  if (file instanceof Blob) {
    if (file.size > most.file) return undefined;
    return { body: file, type: file.type || "application/octet-stream", digest: await digest(file) };
  }
  if (body === undefined) return {};
  const json = JSON.stringify(body);
  return json.length > most.json ? undefined : { body: json, type: "application/json" };
}

/** Calls a route for the tile. */
async function ask(asked, accept) {
  if (!Object.hasOwn(app.routes, asked.route)) return { refusal: refused("not-found") };
  if (!mayCall()) return { refusal: refused("too-many") };
  const method = app.routes[asked.route];
  const [path, up] = [address(asked.route, asked), await packed(asked)];
  if (!path || !up) return { refusal: refused("too-large") };
  const headers = { accept, "accept-language": app.locale };
  if (up.digest) headers["content-digest"] = up.digest;
  if (up.type) headers["content-type"] = up.type;
  if (method !== "GET") headers["idempotency-key"] = crypto.randomUUID();
  try {
    const answer = await call(path, { method, headers, body: up.body });
    return answer ? { answer } : { refusal: refused("session-ended") };
  } catch {
    return { refusal: refused("unavailable") };
  }
}

/** What came back, as data or as a problem document. */
async function outcome(answer) {
  const json = answer.headers.get("content-type")?.includes("json");
  const data = json ? await answer.json() : (await answer.text()) || null;
  if (answer.ok) return { ok: true, data };
  return json ? { ok: false, problem: data } : refused("unavailable");
}

/** The name that the server gave a file. */
function fileName(answer) {
  const told = answer.headers.get("content-disposition") ?? "";
  const [, long] = /filename\*=UTF-8''([^;]+)/i.exec(told) ?? [];
  const [, short] = /filename="([^"]+)"/i.exec(told) ?? [];
  return long ? decodeURIComponent(long) : short ?? app.title;
}

async function save(answer) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = fileName(answer);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** What a tile may say, and what is done. What its manifest does not ask for is as if it were not there. */
const heard = {
  async request(asked) {
    const { answer, refusal } = await ask(asked, "application/json");
    return refusal ?? outcome(answer);
  },
  async download(asked) {
    if (!app.host.includes("download") || !pressed()) return refused("not-found");
    const { answer, refusal } = await ask(asked, "*/*");
    if (refusal || !answer.ok) return refusal ?? outcome(answer);
    await save(answer);
    return { ok: true, data: null };
  },
  async "draft.get"() {
    if (!app.host.includes("draft")) return refused("not-found");
    const answer = await call(`${api}/draft`, { method: "GET" });
    return answer ? outcome(answer) : refused("session-ended");
  },
  async "draft.put"({ value }) {
    if (!app.host.includes("draft")) return refused("not-found");
    const body = JSON.stringify(value ?? null);
    if (body.length > most.draft) return refused("too-large");
    const headers = { "content-type": "application/json" };
    const answer = await call(`${api}/draft`, { method: "PUT", headers, body });
    return answer ? outcome(answer) : refused("session-ended");
  },
  announce({ text }) {
    if (!app.host.includes("announce")) return;
    const status = part("status");
    status.textContent = "";
    setTimeout(() => (status.textContent = String(text).slice(0, most.text)), 50);
  },
  navigate({ target }) {
    if (Object.hasOwn(app.targets, target) && pressed()) location.assign(app.targets[target]);
  },
  resize({ height }) {
    if (Number.isFinite(height)) {
      frame.style.height = `${Math.min(Math.max(height, app.min_height), app.max_height)}px`;
    }
  },
  ready() {
    isUp = true;
    clearTimeout(opening);
    part("loading").hidden = true;
  },
  error: () => stop(),
};

async function hear({ data }) {
  if (typeof data?.type !== "string" || !Object.hasOwn(heard, data.type) || !maySay()) return;
  const said = heard[data.type](data);
  if (!(said instanceof Promise)) return;
  const answer = await said.catch(() => refused("unavailable"));
  port?.postMessage({ id: data.id, answer });
}

/** A document in the frame knocks: the first gets the port. Another one is not what the portal put there. */
function knock(event) {
  if (!frame || event.source !== frame.contentWindow || event.data?.parvis !== "hello") return;
  if (port) return event.data.mark === mark ? undefined : stop();
  mark = String(event.data.mark);
  const channel = new MessageChannel();
  port = channel.port1;
  port.onmessage = hear;
  const context = { locale: app.locale };
  frame.contentWindow.postMessage({ parvis: "port", context }, "*", [channel.port2]);
}

/** The tile is stopped, and what may be done instead takes its place and the focus. */
function stop() {
  clearTimeout(opening);
  port?.close();
  port = undefined;
  frame?.remove();
  frame = undefined;
  // A release on trial that does not come up is taken back: the server counts.
  if (!isUp) call(`${api}/failure`, { method: "POST" }).catch(() => {});
  for (const name of ["loading", "ended"]) part(name).hidden = true;
  part("fallback").hidden = false;
  part("fallback").focus();
}

/** The session is over: the tile stays as it is, out of sight, until its person is back. */
function ended() {
  if (part("ended").hidden) {
    part("ended").hidden = false;
    part("frame").hidden = true;
    part("ended").focus();
  }
}

async function resume() {
  if (part("ended").hidden) return;
  const status = await renew().catch(() => 0);
  // Somebody else's page begins anew.
  if (status === 403) return location.reload();
  if (status !== 200) return;
  part("ended").hidden = true;
  part("frame").hidden = false;
  frame?.focus();
}

function open() {
  frame = document.createElement("iframe");
  let loads = 0;
  // A second document in the frame is not the portal's any more.
  frame.addEventListener("load", () => ++loads > 1 && stop());
  frame.sandbox = "allow-scripts allow-forms";
  Object.assign(frame, { title: app.title, allow: "", referrerPolicy: "no-referrer", src: app.src });
  frame.style.height = `${app.min_height}px`;
  part("frame").append(frame);
}

root.hidden = false;
part("no-script").remove();
addEventListener("message", knock);
addEventListener("session-over", (event) => {
  event.preventDefault();
  ended();
});
document.addEventListener("visibilitychange", () => document.hidden || resume());
part("resume").addEventListener("click", resume);
const opening = setTimeout(stop, PATIENCE);
open();
