// Everything that a tile could try. `sends` would reach a server; `reads` would learn something of the page, of
// other tiles, or of the person. Each is tried by the test, in the frame and, to see that it would work, outside of it.

const to = (port, path = "") => ["ht", "tp:/", `/127.0.0.1:${port}/${path}`].join("");
const add = (name, attributes, parent = document.body) => {
  const element = Object.assign(document.createElement(name), attributes);
  parent.append(element);
  return element;
};
const peers = globalThis["RTC" + "PeerConnection"];
const hint = (rel, href, more = {}) => add("link", { rel, href, ...more }, document.head);

export const sends = {
  fetch: ({ http }) => fetch(to(http, "fetch"), { mode: "no-cors" }),
  keepalive: ({ http }) => fetch(to(http, "keepalive"), { method: "POST", mode: "no-cors", keepalive: true, body: "x" }),
  xhr: ({ http }) => {
    const request = new XMLHttpRequest();
    request.open("GET", to(http, "xhr"));
    request.send();
  },
  beacon: ({ http }) => navigator.sendBeacon(to(http, "beacon"), "x"),
  image: ({ http }) => (new Image().src = to(http, "image")),
  socket: ({ http }) => new globalThis["Web" + "Socket"](to(http, "socket").replace("http", "ws")),
  events: ({ http }) => new EventSource(to(http, "events")),
  script: ({ http }) => add("script", { src: to(http, "script") }),
  module: ({ http }) => add("script", { type: "module", src: to(http, "module") }),
  worker: ({ http }) => {
    const code = `fetch("${to(http, "worker")}", { mode: "no-cors" })`;
    return new Worker(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
  },
  style: ({ http }) => hint("stylesheet", to(http, "style")),
  rule: ({ http }) => {
    const sheet = new CSSStyleSheet();
    sheet.insertRule(`body { background: url("${to(http, "rule")}") }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  },
  font: ({ http }) => new FontFace("x", `url("${to(http, "font")}")`).load(),
  video: ({ http }) => add("video", { src: to(http, "video"), preload: "auto" }).load(),
  object: ({ http }) => add("object", { data: to(http, "object") }),
  frame: ({ http }) => add("iframe", { src: to(http, "frame") }),
  prefetch: ({ http }) => hint("prefetch", to(http, "prefetch")),
  ping: ({ http }) => add("a", { href: "#here", ping: to(http, "ping") }).click(),
  preconnect: ({ tcp }) => hint(["pre", "connect"].join(""), to(tcp)),
  webrtc: async ({ udp, address }) => {
    const peer = new peers({ iceServers: [{ urls: `stun:${address}:${udp}` }] });
    peer.createDataChannel("x");
    await peer.setLocalDescription(await peer.createOffer());
  },
};

/** What leads a document elsewhere: each needs one of its own. */
export const leaves = {
  location: ({ http }) => (location.href = to(http, "location")),
  refresh: ({ http }) => add("meta", { httpEquiv: "refresh", content: `0;url=${to(http, "refresh")}` }, document.head),
  form: ({ http }) => add("form", { action: to(http, "form"), method: "post" }).requestSubmit(),
  link: ({ http }) => add("a", { href: to(http, "link") }).click(),
};

/** What would lead the whole page, or another window, elsewhere. */
export const escapes = {
  top: ({ http }) => (top.location.href = to(http, "top")),
  parent: ({ http }) => parent.location.replace(to(http, "parent")),
  target: ({ http }) => add("a", { href: to(http, "target"), target: "_top" }).click(),
  form_top: ({ http }) => add("form", { action: to(http, "form_top"), target: "_top" }).requestSubmit(),
  popup: ({ http }) => open(to(http, "popup")),
};

export const reads = {
  page: () => parent.document.title,
  top: () => top.document.body.textContent,
  address: () => parent.location.href,
  element: () => frameElement.id,
  broker: () => parent.document.querySelector("[data-app]").dataset.app,
  cookies: () => document.cookie || (document.cookie = "tile=1"),
  local: () => localStorage.length,
  session: () => sessionStorage.length,
  database: () => new Promise((done, failed) => {
    const asked = indexedDB.open("x");
    asked.onsuccess = () => done("opened");
    asked.onerror = failed;
  }),
  caches: async () => (await caches.keys()).length,
  worker: async () => String(await navigator.serviceWorker.register("index.js", { type: "module" })),
  // Later, since whoever tests from outside may make code from text, and lend that right to what they call.
  code: () => new Promise((done, failed) => setTimeout(() => {
    try {
      done((0, globalThis["ev" + "al"])("1 + 1"));
    } catch (error) {
      failed(error);
    }
  })),
  storage: async () => String(await document.requestStorageAccess()),
};

/** The frame's own port, caught as the portal's adapter uses it. */
const { postMessage } = MessagePort.prototype;
MessagePort.prototype.postMessage = function (...message) {
  globalThis.port = this;
  return postMessage.apply(this, message);
};

export function define(host) {
  Object.assign(globalThis, { host, sends, leaves, escapes, reads });
  customElements.define(
    "qc-hostile",
    class extends HTMLElement {
      connectedCallback() {
        add("h2", { textContent: "Here" }, this);
        // Nobody has pressed anything yet: this is not heard, or no test would find the page.
        host.navigate("home");
        host.ready();
      }
    },
  );
}
