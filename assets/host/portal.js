// `host` in the portal's frame. The frame's origin is opaque: no cookie, no storage, no network. All that a tile
// asks for goes over one port to the page around it (assets/broker.js), and only what that page lets through.

const { module, element } = document.body.dataset;
const waiting = new Map();
let port;
let asked = 0;
let isReady = false;

/** Says something to the page. */
const say = (type, detail) => port.postMessage({ type, ...detail });

/** Asks something of the page, and waits for its answer. What cannot be sent, such as a function, is refused here. */
const ask = (type, detail) =>
  new Promise((resolve) => {
    waiting.set(++asked, resolve);
    try {
      say(type, { id: asked, ...detail });
    } catch (error) {
      waiting.delete(asked);
      resolve({ ok: false, problem: { type: "urn:parvis:problem:bad-request", detail: String(error) } });
    }
  });

/**
 * Knocks until the page around hands over a port: it may listen later than this runs. The mark tells this document
 * from any other that the frame may be led to. Only the page around is believed: other frames can post here too.
 */
function connect() {
  const mark = crypto.getRandomValues(new Uint32Array(4)).join("-");
  return new Promise((resolve) => {
    const knock = () => parent.postMessage({ parvis: "hello", mark }, "*");
    const knocking = setInterval(knock, 100);
    addEventListener("message", function hear(event) {
      if (event.source !== parent || event.data?.parvis !== "port") return;
      clearInterval(knocking);
      removeEventListener("message", hear);
      [port] = event.ports;
      resolve(event.data.context);
    });
    knock();
  });
}

/** Hands each answer to whoever asked. */
function answer({ data }) {
  waiting.get(data.id)?.(data.answer);
  waiting.delete(data.id);
}

const host = ({ locale, ...context }) =>
  Object.freeze({
    locale,
    context: Object.freeze(context),
    request: (route, options = {}) => ask("request", { route, ...options }),
    draft: Object.freeze({ get: () => ask("draft.get"), put: (value) => ask("draft.put", { value }) }),
    announce: (text) => say("announce", { text }),
    navigate: (target) => say("navigate", { target }),
    download: (route, options = {}) => ask("download", { route, ...options }),
    ready() {
      isReady = true;
      say("ready");
    },
    error: (error) => say("error", { message: String(error?.message ?? error) }),
  });

/** What fails before the tile is ready shows its fallback; afterwards the tile says so itself. */
function fail(error) {
  if (!isReady) say("error", { message: String(error?.message ?? error) });
}

const context = await connect();
port.onmessage = answer;
addEventListener("error", (event) => fail(event.error));
addEventListener("unhandledrejection", (event) => fail(event.reason));
new ResizeObserver(([root]) => say("resize", { height: Math.ceil(root.borderBoxSize[0].blockSize) })).observe(
  document.documentElement,
);
try {
  const { define } = await import(module);
  define(host(context));
  document.querySelector("#tile").append(document.createElement(element));
} catch (error) {
  fail(error);
}
