// A tile on its own: in a page of anybody's, with a back-end at the address of `<html data-backend>`, or with the
// answers that it brought along (mock/).

import { makeHost } from "./direct.js";
import { define, tile } from "../tile.js";

const page = document.documentElement;
const backend = page.dataset.backend;
const language = new URLSearchParams(location.search).get("lang") === "en" ? "en" : "fr";

/** Asks the back-end. */
async function ask(path, options) {
  const answer = await fetch(backend.replace(/\/$/, "") + path, options);
  if (!answer.ok) throw answer;
  return answer.headers.get("content-type")?.includes("json") ? answer.json() : answer;
}

/** Answers what the tile brought along for a route, found again by its method and path. */
async function mock(path, { method }) {
  const bare = path.split("?")[0];
  const fits = (route) =>
    route.method === method && new RegExp(`^${route.path.replace(/\{\w+\}/g, "[^/]+")}$`).test(bare);
  const [name] = Object.entries(tile.routes).find(([, route]) => fits(route)) ?? [];
  const answer = await fetch(`mock/${name}.json`);
  if (!answer.ok) throw new Response(null, { status: 503 });
  return answer.json();
}

page.lang = `${language}-CA`;
document.title = tile.title[language];
for (const part of document.querySelectorAll("[data-lang]")) part.hidden = part.dataset.lang !== language;
define(makeHost(tile, { locale: page.lang, send: backend ? ask : mock, go: () => {} }));
document.querySelector("#tile").append(document.createElement(tile.element));
