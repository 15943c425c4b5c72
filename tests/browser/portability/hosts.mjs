// The three hosts of a tile: the portal's frame, an imitation of Liferay, and a page of its own.

import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { startDemo, Visitor } from "../support.mjs";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const program = process.env.PARVIS_BIN ?? join(root, "target/debug/parvis");
const run = promisify(execFile);
const KINDS = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2" };

/** Writes the tile for another host into a new folder. */
export const exported = (to, backend, folder) =>
  run(program, ["tile", "export", "--to", to, "--backend", backend, join(root, "tiles/cancer-screening"), folder]);

/** Serves a folder, and `pages` by their paths, with `change` applied to each text. */
export async function serve(folder, pages = {}, change = (_, text) => text) {
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, "http://here").pathname;
    const file = path === "/" ? "/index.html" : path;
    try {
      const raw = pages[file] ? Buffer.from(pages[file]) : await readFile(join(folder, file));
      const kind = KINDS[extname(file)] ?? "application/octet-stream";
      const body = kind.startsWith("text/") ? change(file, raw.toString()) : raw;
      response.writeHead(200, { "content-type": `${kind}; charset=utf-8` }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const close = () => (server.closeAllConnections(), new Promise((done) => server.close(done)));
  return { address: `http://127.0.0.1:${server.address().port}`, close };
}

/** What Liferay's client is to a tile: it adds a token, parses JSON, and rejects what is no success. */
const CLIENT = `
export async function FromUserAgentApplication(code) {
  if (code !== "cancer-screening-oauth-application-user-agent") throw new Error("no application " + code);
  return {
    async fetch(path, options = {}) {
      const answer = await fetch(document.documentElement.dataset.service + path, {
        ...options,
        headers: { ...options.headers, authorization: "Bearer of-liferay" },
      });
      if (!answer.ok) return Promise.reject(answer);
      return answer.headers.get("content-type")?.includes("application/json") ? answer.json() : answer;
    },
  };
}`;

const liferayPage = (language, backend) => `<!doctype html>
<html lang="${language}-CA" data-service="${backend}"><head><meta charset="utf-8"><title>DXP</title>
<link rel="icon" href="data:,">
<script>globalThis.Liferay = { ThemeDisplay: { getBCP47LanguageId: () => "${language}-CA" } };</script>
<script type="importmap">{ "imports": { "@liferay/oauth2-provider-web/client": "/o/client.js" } }</script>
<link rel="stylesheet" href="/static/host/style.css"><link rel="stylesheet" href="/static/files/app/style.css">
<script type="module" src="/static/host/liferay.js"></script></head>
<body><h1>DXP</h1><qc-cancer-screening></qc-cancer-screening></body></html>`;

/** A page in a browser of its own, with the element and what its host says aloud. */
async function page(browser, language, address) {
  const context = await browser.newContext({ locale: `${language}-CA`, timezoneId: "America/Toronto", acceptDownloads: true });
  const opened = await context.newPage();
  await opened.goto(address);
  return { context, page: opened, tile: opened, status: opened.locator("body > div[role=status]") };
}

/** The element in that host; `change` alters a text of the export on its way. */
export const hosts = {
  async liferay({ browser, language, backend, folder, change }) {
    await exported("liferay", backend, join(folder, "liferay"));
    const pages = { "/index.html": liferayPage(language, backend), "/o/client.js": CLIENT };
    const server = await serve(join(folder, "liferay"), pages, change);
    const shown = await page(browser, language, server.address);
    return { ...shown, close: async () => (await shown.context.close(), server.close()) };
  },
  async standalone({ browser, language, backend, folder, change }) {
    await exported("html", backend, join(folder, "html"));
    const server = await serve(join(folder, "html"), {}, change);
    const shown = await page(browser, language, `${server.address}/?lang=${language}`);
    return { ...shown, close: async () => (await shown.context.close(), server.close()) };
  },
  async portal({ browser, language, backend }) {
    const demo = await startDemo({ env: { "PARVIS_BACKEND__CANCER-SCREENING__URL": backend } });
    const visitor = await Visitor.open({ demo, browser }, { language, size: "desktop" });
    await visitor.signIn();
    await visitor.go("/services/cancer-screening/app");
    const tile = visitor.page.frameLocator("#app-frame iframe");
    const status = visitor.page.locator("#app-status");
    return { page: visitor.page, tile, status, close: async () => (await visitor.context.close(), demo.close()) };
  },
};
