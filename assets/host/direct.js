// `host` where a tile speaks with its back-end itself, as in Liferay and on its own: routes by their names, and the
// same outcomes as in the portal.

const own = (name, status) => ({ ok: false, problem: { type: `urn:parvis:problem:${name}`, status } });

/** What an answer that is no success comes to: a back-end that fails shows none of its own words. */
async function refusal(answer) {
  if (!(answer instanceof Response)) return own("unavailable", 503);
  if (answer.status === 503 || answer.status === 504) return own("unavailable", answer.status);
  if (answer.status >= 500) return own("bad-answer", 502);
  const problem = await answer.json().catch(() => undefined);
  return problem?.type ? { ok: false, problem: { status: answer.status, ...problem } } : own("refused", answer.status);
}

function path(route, params) {
  return route.path.replace(/\{(\w+)\}/g, (_, hole) => encodeURIComponent(params[hole] ?? ""));
}

function query(route, given) {
  const known = Object.entries(given).filter(([name]) => route.query.includes(name));
  return known.length ? `?${new URLSearchParams(known)}` : "";
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** A region that screen readers listen to, made once. */
function speaker() {
  const region = document.createElement("div");
  region.setAttribute("role", "status");
  region.style.cssText = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)";
  document.body.append(region);
  return region;
}

/**
 * The host of a tile. `send(path, options)` gives parsed JSON or a `Response`, and throws a `Response` that is no
 * success; `go(target)` leads to a page; `shown` is told `ready` and `error`.
 */
export function makeHost(tile, { locale, send, go, shown = () => {} }) {
  let region;
  const kept = `${tile.id} draft`;

  async function call(name, { params = {}, query: asked = {}, body, file } = {}) {
    const route = Object.hasOwn(tile.routes, name) ? tile.routes[name] : undefined;
    if (!route) return own("not-found", 404);
    const headers = { "accept-language": locale };
    const options = { method: route.method, headers };
    if (route.method !== "GET") headers["idempotency-key"] = crypto.randomUUID();
    if (file) Object.assign(options, { body: file, headers: { ...headers, "content-type": file.type } });
    else if (body !== undefined) {
      options.body = JSON.stringify(body);
      headers["content-type"] = "application/json";
    }
    try {
      return { ok: true, data: await send(path(route, params) + query(route, asked), options) };
    } catch (answer) {
      return refusal(answer);
    }
  }

  return Object.freeze({
    locale,
    context: Object.freeze({}),
    async request(name, options) {
      const { data, ...outcome } = await call(name, options);
      if (!outcome.ok) return outcome;
      return { ok: true, data: data instanceof Response ? (await data.text()) || null : data };
    },
    draft: Object.freeze({
      get: async () => ({ ok: true, data: JSON.parse(sessionStorage.getItem(kept)) }),
      async put(value) {
        if (value === null) sessionStorage.removeItem(kept);
        else sessionStorage.setItem(kept, JSON.stringify(value));
        return { ok: true, data: null };
      },
    }),
    announce(text) {
      region ??= speaker();
      region.textContent = "";
      setTimeout(() => (region.textContent = String(text)), 50);
    },
    navigate: go,
    async download(name, options) {
      const { data, ...outcome } = await call(name, options);
      if (!outcome.ok) return outcome;
      const file = data instanceof Response ? await data.blob() : new Blob([JSON.stringify(data)]);
      save(file, data?.headers?.get("content-disposition")?.match(/filename="([^"]+)"/)?.[1] ?? tile.id);
      return { ok: true, data: null };
    },
    ready: () => shown("ready"),
    error: () => shown("error"),
  });
}
