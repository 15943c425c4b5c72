// A tile moves as it is: the same element, the same actions, in the portal's frame, in an imitation of Liferay, and on a
// page of its own. What assistive technology is told, what is said aloud and what the back-end is asked are equal; and
// twenty divergences that a change could bring are all found.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { startBackend } from "./portability/backend.mjs";
import { hosts } from "./portability/hosts.mjs";
import { live } from "./portability/story.mjs";
import { startBrowser } from "./support.mjs";

const house = {};
before(async () => (house.browser = await startBrowser()));
after(() => house.browser?.close());

/** What comes of the story in one host: every step, and what the back-end was asked. */
async function told(name, { language, state, change }) {
  const backend = await startBackend(state);
  const folder = await mkdtemp(join(tmpdir(), "parvis-portability-"));
  let host;
  try {
    host = await hosts[name]({ browser: house.browser, language, backend: backend.address, folder, change });
    host.page.setDefaultTimeout(change ? 5_000 : 15_000);
    const steps = await live(host, language, state);
    return { steps, asked: backend.asked.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))) };
  } finally {
    await host?.close();
    await backend.close();
    await rm(folder, { recursive: true, force: true });
  }
}

for (const language of ["fr", "en"]) {
  for (const state of ["fine", "empty", "failing", "down"]) {
    test(`in three hosts alike: ${language}, ${state}`, async () => {
      const portal = await told("portal", { language, state });
      for (const name of ["liferay", "standalone"]) assert.deepEqual(await told(name, { language, state }), portal, name);
      if (state === "fine") assert.ok(portal.asked.some(({ method }) => method === "POST"), "something was changed");
    });
  }
}

/** Puts `to` in the place of `from` in a file of the export; that it was there is part of the test. */
const swap = (file, from, to) => (path, text) => {
  if (!path.endsWith(file)) return text;
  assert.ok(text.includes(from), `${from} in ${file}`);
  return text.replaceAll(from, to);
};
const [app, words, direct, tile] = ["files/app/index.js", "files/app/words.js", "host/direct.js", "/tile.js"];

/** What a change could bring, and nobody see. */
const divergences = {
  "a label that is gone": swap(app, '"aria-label": words.changeOf(words[one.test]),', ""),
  "another label": swap(words, "Télécharger la lettre (PDF) :", "PDF :"),
  "French alone": swap(app, "speak(host.locale)", 'speak("en-CA")'),
  "a heading of another level": swap(app, 'make("h2", {}, words.letters)', 'make("h3", {}, words.letters)'),
  "a heading that is none": swap(app, 'make("h3", {}, words[one.test])', 'make("p", {}, words[one.test])'),
  "a list that is none": swap(app, 'make("ul", { class: "plain" }, ...list)', 'make("div", { class: "plain" }, ...list)'),
  "a button that is a link": swap(app, 'make("button", { type: "button", class: look', 'make("a", { href: "#", class: look'),
  "a legend that is gone": swap(app, 'make("legend", {}, words.choose), ', ""),
  "a hint that is not said": swap(app, 'text.setAttribute("aria-describedby", `hint-${one.id}`);', 'text.setAttribute("aria-label", "?");'),
  "an announcement that is lost": swap(direct, "region.textContent = String(text)", "undefined"),
  "an announcement of something else": swap(app, "host.announce(said);", 'host.announce(said + " !");'),
  "another path": swap(tile, "/v1/citizens/me/letters", "/v2/citizens/me/letters"),
  "another method": swap(tile, '"method": "POST"', '"method": "PUT"'),
  "a parameter that is lost": swap(direct, "route.query.includes(name)", "false"),
  "another parameter": swap(app, "query: { test: one.test }", 'query: { test: "breast" }'),
  "another body": swap(app, "body: { slot, note: text }", "body: { slot }"),
  "a call too many": swap(app, "this.showLetters();\n    }", "this.showLetters();\n      host.request(\"letters\");\n    }"),
  "a call that goes past the host": swap(app, "host.ready();", 'host.ready();\n      fetch(document.documentElement.dataset.backend + "/v1/secret").catch(() => {});'),
  "a call that is not made": swap(app, "      this.showLetters();\n", ""),
  "another name of a file": swap(direct, "link.download = name;", 'link.download = "letter.txt";'),
};

describe("every divergence is found", () => {
  let usual;
  before(async () => (usual = await told("standalone", { language: "fr", state: "fine" })));
  assert.equal(Object.keys(divergences).length, 20);
  for (const [name, change] of Object.entries(divergences)) {
    test(name, async () => {
      const other = await told("standalone", { language: "fr", state: "fine", change }).catch((error) => error);
      // Where the story cannot even be gone through, the divergence is found as well.
      if (other instanceof Error) assert.match(String(other), /Timeout|waiting/);
      else assert.notDeepEqual(other, usual);
    });
  }
});
